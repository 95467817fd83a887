import type { Clock } from '../../foundation/clock.ts';
import type { Log } from '../../foundation/log.ts';
import { Poller } from '../../foundation/poller.ts';
import { awaitWithTimeout } from '../../foundation/timeout.ts';
import type { Fleet } from '../../ports/fleet.ts';

/** Milliseconds between two attempts to acquire or renew leadership. */
const LOOK_MS = 1_000;
/**
 * Milliseconds that a leader continues without renewing: less time than a frozen daemon keeps its
 * row.
 */
const UNSURE_MS = 5_000;
/** Milliseconds that a stop waits for the work and the store. */
const STOP_MS = 2_000;
/**
 * Milliseconds after failed work before asking for leadership again, so that another daemon may
 * try.
 */
const FAILED_MS = 10_000;

interface LeadershipParts {
  readonly name: string;
  readonly fleet: Pick<Fleet, 'acquireLeadership' | 'resignLeadership'>;
  readonly clock: Clock;
  readonly log: Log;
  /**
   * The leader's work. It must resolve after the signal, which is aborted when leadership is lost
   * or resigned. If it rejects, or resolves earlier, this daemon resigns for a while.
   */
  onAcquired(signal: AbortSignal): Promise<void>;
}

/** Work that one leading daemon does for the fleet. Renews leadership every second. */
export class Leadership {
  readonly #parts: LeadershipParts;
  /** Aborted when leadership is lost; `null` while another daemon leads. */
  #term: AbortController | null = null;
  #working: Promise<void> | null = null;
  #limit: Disposable | null = null;
  #failedUntil = Number.NEGATIVE_INFINITY;
  readonly #poller: Poller;

  constructor(parts: LeadershipParts) {
    this.#parts = parts;
    this.#poller = new Poller(parts.clock, LOOK_MS, () => this.#acquireOrRenew());
    this.#poller.start();
  }

  get isLeader(): boolean {
    return this.#term !== null;
  }

  /**
   * Ends the work, then resigns, within two seconds. If the store is unavailable, leadership
   * expires with this daemon's row.
   */
  async stop(): Promise<void> {
    this.#poller.stop();
    this.#endTerm();
    const resignation = Promise.all([this.#poller.polled, this.#working]).then(() =>
      this.#resign(),
    );
    await awaitWithTimeout(resignation, STOP_MS, () => undefined, this.#parts.clock);
  }

  async #acquireOrRenew(): Promise<'done' | 'failed'> {
    const { name, fleet, clock, log } = this.#parts;
    const askedAt = clock.now();
    try {
      if (!this.#mayAsk()) return 'done';
      const isMine = await fleet.acquireLeadership(name);
      if (this.#poller.isStopped) return 'done';
      const isLate = clock.now() >= askedAt + UNSURE_MS;
      if (!isMine) this.#lose('leadership_lost');
      // A late answer does not count, and aborted work may still be ending.
      else if (!isLate && this.#mayAsk()) this.#leadUntil(askedAt + UNSURE_MS);
      return 'done';
    } catch (error) {
      log.debug('leadership_not_checked', { role: name, error });
      return 'failed';
    }
  }

  /** Prevents overlap of aborted work with its next run, and spaces out retries. */
  #mayAsk(): boolean {
    return (
      this.isLeader || (this.#working === null && this.#parts.clock.now() >= this.#failedUntil)
    );
  }

  /** Other daemons may have evicted this one by then. */
  #leadUntil(moment: number): void {
    if (!this.isLeader) this.#lead();
    this.#limit?.[Symbol.dispose]();
    this.#limit = this.#parts.clock.at(moment, () => this.#lose('leadership_expired'));
  }

  #lead(): void {
    const { name, log } = this.#parts;
    const term = new AbortController();
    this.#term = term;
    log.info('leadership_acquired', { role: name });
    this.#working = this.#parts
      .onAcquired(term.signal)
      .then(
        () => (term.signal.aborted ? undefined : this.#fail(new Error('it ended by itself'))),
        (error: unknown) => this.#fail(error),
      )
      .finally(() => {
        this.#working = null;
      });
  }

  async #fail(error: unknown): Promise<void> {
    this.#parts.log.error('leader_work_failed', { role: this.#parts.name, error });
    this.#endTerm();
    this.#failedUntil = this.#parts.clock.now() + FAILED_MS;
    await this.#resign();
  }

  async #resign(): Promise<void> {
    const { name, fleet, log } = this.#parts;
    await fleet
      .resignLeadership(name)
      .catch((error: unknown) => log.warn('leadership_not_resigned', { role: name, error }));
  }

  #lose(event: string): void {
    if (!this.isLeader) return;
    this.#parts.log.info(event, { role: this.#parts.name });
    this.#endTerm();
  }

  #endTerm(): void {
    this.#limit?.[Symbol.dispose]();
    this.#term?.abort();
    this.#term = null;
  }
}
