import { availableParallelism } from 'node:os';
import type { ParticipantId, SessionId } from '../core/vocabulary/ids.ts';
import { PersonaProcess } from './persona-process.ts';
import type { SessionListener } from './session.ts';
import type { ProcessLimits } from './settings.ts';

/**
 * Number of standbys in a row that may die before they are warm. After that, none starts until a
 * session is ready.
 */
const FAILURES_IN_A_ROW = 3;
/**
 * Milliseconds after the last start of a session, and between two standbys. Starting a process
 * stops everything else while the system copies this one's page tables, measured as 10 to 45 ms at
 * 500 MB. The pause keeps that out of a design's first seconds.
 */
const REFILL_PAUSE_MS = 3_000;
/** Milliseconds after the last start of a session until standbys give their memory back. */
const IDLE_MS = 3_600_000;
/**
 * Processes that load at the same time: more of them only make each slower, also the one that is
 * asked first.
 */
export const LOADING_AT_ONCE = availableParallelism();

/**
 * Processes that have loaded everything and wait for a session. Adoption costs one message each
 * way.
 */
export class StandbyPool {
  readonly #settings: ProcessLimits;
  readonly #processes = new Set<PersonaProcess>();
  #next: Disposable | null = null;
  #idle: Disposable | null = null;
  #failures = 0;
  #isKept = false;
  #closed = false;

  constructor(settings: ProcessLimits) {
    this.#settings = settings;
  }

  /** Starts the missing standbys, as many at once as can load at once. */
  refill(): void {
    if (!this.#isWanted) return;
    this.#keep();
    this.#launchMissing();
  }

  /** Starts the missing standbys one by one, once no session has started for a while. */
  refillLater(): void {
    if (!this.#isWanted) return;
    this.#keep();
    this.#next?.[Symbol.dispose]();
    const { clock, refillPauseMs = REFILL_PAUSE_MS } = this.#settings;
    this.#next = clock.at(clock.now() + refillPauseMs, () => {
      if (!this.#lacks) return;
      this.#launch();
      this.refillLater();
    });
  }

  #keep(): void {
    const { clock, standbyIdleMs = IDLE_MS } = this.#settings;
    this.#isKept = true;
    this.#idle?.[Symbol.dispose]();
    this.#idle = clock.at(clock.now() + standbyIdleMs, () => {
      this.#isKept = false;
      this.#stopAll().catch((error) =>
        this.#settings.log.warn('session_standby_not_stopped', { error }),
      );
    });
  }

  async #stopAll(): Promise<void> {
    this.#next?.[Symbol.dispose]();
    const standbys = [...this.#processes];
    this.#processes.clear();
    await Promise.all(standbys.map((standby) => standby.stop()));
  }

  #launchMissing(): void {
    const isFree = () =>
      [...this.#processes].filter(({ isWarm }) => !isWarm).length < LOADING_AT_ONCE;
    while (this.#lacks && isFree()) this.#launch();
  }

  /** Allows new attempts, since a session's process could be started. */
  encourage(): void {
    this.#failures = 0;
  }

  /**
   * Gives this session a living process, a warm one if possible; returns `null` if there is none.
   * One that is still loading is further than a new one, which would slow it down: a daemon that
   * resumes designs has not yet warmed any.
   */
  adopt(
    sessionId: SessionId,
    participant: ParticipantId,
    owner: SessionListener,
  ): PersonaProcess | null {
    const living = [...this.#processes].filter(({ adoptable }) => adoptable);
    const candidate = living.find(({ isWarm }) => isWarm) ?? living[0];
    if (candidate === undefined) return null;
    this.#processes.delete(candidate);
    candidate.adopt(sessionId, participant, owner);
    return candidate;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#idle?.[Symbol.dispose]();
    await this.#stopAll();
  }

  /** Without standbys, or at the end, no timer keeps the process. */
  get #isWanted(): boolean {
    return this.#settings.standby > 0 && !this.#closed;
  }

  get #lacks(): boolean {
    const isMissing = this.#processes.size < this.#settings.standby;
    return isMissing && this.#isKept && !this.#closed && this.#failures < FAILURES_IN_A_ROW;
  }

  /** Launches a standby. If it dies, another replaces it; no design learns of it. */
  #launch(): void {
    const { log } = this.#settings;
    let warm = false;
    const standby = new PersonaProcess(this.#settings, null, {
      onReady: (pid) => {
        log.debug('session_standby_ready', { pid });
        warm = true;
        this.#failures = 0;
        this.#launchMissing();
      },
      onMessage: () => {
        throw new Error('a standby process has no session and sends no messages');
      },
      onLoss: (cause, lastWords) => {
        this.#processes.delete(standby);
        if (!warm) this.#failures += 1;
        const gaveUp = this.#failures >= FAILURES_IN_A_ROW;
        log.warn('session_standby_lost', { kind: cause.kind, pid: lastWords.pid, gaveUp });
        this.#launchMissing();
      },
    });
    this.#processes.add(standby);
  }
}
