import type { ParticipantId, SessionId } from '../core/vocabulary/ids.ts';
import { PersonaProcess } from './persona-process.ts';
import type { SessionListener } from './session.ts';
import type { ProcessLimits } from './settings.ts';

/** Number of standbys in a row that may die before they are warm. After that, none starts until a session is ready. */
const FAILURES_IN_A_ROW = 3;
/**
 * Milliseconds after the last start of a session, and between two standbys. Starting a process stops everything else
 * while the system copies this one's page tables, measured as 10 to 45 ms at 500 MB. The pause keeps that out of a
 * design's first seconds.
 */
const REFILL_PAUSE_MS = 3_000;

/** Processes that have loaded everything and wait for a session. Adoption costs one message each way. */
export class StandbyPool {
  readonly #settings: ProcessLimits;
  readonly #processes = new Set<PersonaProcess>();
  #next: Disposable | null = null;
  #failures = 0;
  #closed = false;

  constructor(settings: ProcessLimits) {
    this.#settings = settings;
  }

  refill(): void {
    while (this.#lacks) this.#launch();
  }

  /** Starts the missing standbys one by one, once no session has started for a while. */
  refillLater(): void {
    this.#next?.[Symbol.dispose]();
    const { clock, refillPauseMs = REFILL_PAUSE_MS } = this.#settings;
    this.#next = clock.at(clock.now() + refillPauseMs, () => {
      if (!this.#lacks) return;
      this.#launch();
      this.refillLater();
    });
  }

  /** Allows new attempts, since a session's process could be started. */
  encourage(): void {
    this.#failures = 0;
  }

  /**
   * Gives this session a living process, a warm one if possible; returns `null` if there is none. One that is still loading is
   * further than a new one, which would slow it down: a daemon that resumes designs has not yet warmed any.
   */
  adopt(sessionId: SessionId, participant: ParticipantId, owner: SessionListener): PersonaProcess | null {
    const living = [...this.#processes].filter(({ adoptable }) => adoptable);
    const candidate = living.find(({ isWarm }) => isWarm) ?? living[0];
    if (candidate === undefined) return null;
    this.#processes.delete(candidate);
    candidate.adopt(sessionId, participant, owner);
    return candidate;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#next?.[Symbol.dispose]();
    await Promise.all([...this.#processes].map((standby) => standby.stop()));
  }

  get #lacks(): boolean {
    const isMissing = this.#processes.size < this.#settings.standby;
    return isMissing && !this.#closed && this.#failures < FAILURES_IN_A_ROW;
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
      },
      onMessage: () => {
        throw new Error('a standby process has no session and sends no messages');
      },
      onLoss: (cause, lastWords) => {
        this.#processes.delete(standby);
        if (!warm) this.#failures += 1;
        const gaveUp = this.#failures >= FAILURES_IN_A_ROW;
        log.warn('session_standby_lost', { kind: cause.kind, pid: lastWords.pid, gaveUp });
        this.refill();
      },
    });
    this.#processes.add(standby);
  }
}
