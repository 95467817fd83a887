import type { ParticipantId, SessionId } from '../../core/vocabulary/ids.ts';
import type { SessionListener } from '../../runtime/ports/sessions.ts';
import { PersonaProcess } from './persona-process.ts';
import type { ProcessLimits } from './settings.ts';

/** Standby processes in a row that may die before they are warm; then none is started until a session was ready. */
const FAILURES_IN_A_ROW = 3;
/**
 * Milliseconds after the last start of a session, and between two standby processes. To start a process stops everything
 * else for as long as the system takes to copy the page tables of this one: seen 10 to 45 ms in one of 500 MB. A
 * design that begins is not kept waiting by that; one that goes on for longer has its standby again.
 */
const REFILL_PAUSE_MS = 3_000;

/** Processes that have everything loaded and no session yet: adopting one is one message there and back. */
export class StandbyPool {
  readonly #settings: ProcessLimits;
  readonly #processes = new Set<PersonaProcess>();
  #next: Disposable | null = null;
  #failures = 0;
  #closed = false;

  constructor(settings: ProcessLimits) {
    this.#settings = settings;
  }

  /** Starts what is missing. */
  refill(): void {
    while (this.#lacks) this.#launch();
  }

  /** Starts what is missing, one after the other, when no session has been started for a while. */
  refillLater(): void {
    this.#next?.[Symbol.dispose]();
    const { clock, refillPauseMs = REFILL_PAUSE_MS } = this.#settings;
    this.#next = clock.at(clock.now() + refillPauseMs, () => {
      if (!this.#lacks) return;
      this.#launch();
      this.refillLater();
    });
  }

  /** A process could be started elsewhere: those that failed here may be tried again. */
  encourage(): void {
    this.#failures = 0;
  }

  /** One that is warm and alive, now this session's; `null` if there is none. */
  adopt(sessionId: SessionId, participant: ParticipantId, owner: SessionListener): PersonaProcess | null {
    for (const candidate of this.#processes) {
      if (!candidate.adoptable) continue;
      this.#processes.delete(candidate);
      candidate.adopt(sessionId, participant, owner);
      return candidate;
    }
    return null;
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

  /** A standby that dies was no session: it is replaced, and no design is notified. */
  #launch(): void {
    const { log } = this.#settings;
    let warm = false;
    const standby = new PersonaProcess(this.#settings, null, {
      ready: (pid) => {
        log.debug('session_standby_ready', { pid });
        warm = true;
        this.#failures = 0;
      },
      message: () => {
        throw new Error('a standby process has no session that could say anything');
      },
      lost: (cause, lastWords) => {
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
