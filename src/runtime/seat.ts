import type { Clock } from './ports/clock.ts';
import type { Fleet } from './ports/fleet.ts';
import type { Log } from './ports/log.ts';

/** Milliseconds between two looks at who has the seat. */
const LOOK_MS = 1_000;
/** Milliseconds for which a seat is kept that cannot be looked at: fewer than a frozen daemon keeps its own. */
const UNSURE_MS = 5_000;
/** Milliseconds before the seat is asked for again when the work in it has failed, so that another daemon may try. */
const FAILED_MS = 10_000;

interface SeatParts {
  readonly name: string;
  readonly fleet: Pick<Fleet, 'takeSeat' | 'leaveSeat'>;
  readonly clock: Clock;
  readonly log: Log;
  /**
   * What is done in the seat. It resolves once it is over after the signal, which says that the seat is lost or left.
   * When it rejects, or resolves before, the seat is left to others for a while.
   */
  onTaken(signal: AbortSignal): Promise<void>;
}

/** Work that one daemon of the fleet does for all, as long as it has the seat for it. Asks for that again and again. */
export class Seat {
  readonly #parts: SeatParts;
  /** Aborted when the seat is lost; `null` while somebody else has it. */
  #sitting: AbortController | null = null;
  #working: Promise<void> | null = null;
  #looking: Promise<void> | null = null;
  #next: Disposable | null = null;
  #limit: Disposable | null = null;
  #failedUntil = Number.NEGATIVE_INFINITY;
  #isStopped = false;

  /** Asks at once. */
  constructor(parts: SeatParts) {
    this.#parts = parts;
    this.look();
  }

  get isTaken(): boolean {
    return this.#sitting !== null;
  }

  /** Asks now instead of in a moment, because somebody may have left the seat. */
  look(): void {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    });
  }

  /** Ends the work, then leaves the seat to others; where the store is away, that is done by what removes this daemon. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#next?.[Symbol.dispose]();
    this.#rise();
    await Promise.all([this.#looking, this.#working]);
    await this.#leave();
  }

  async #look(): Promise<void> {
    const { name, fleet, clock, log } = this.#parts;
    this.#next?.[Symbol.dispose]();
    const askedAt = clock.now();
    try {
      if (!this.#mayAsk()) return;
      const isMine = await fleet.takeSeat(name);
      if (this.#isStopped) return;
      if (isMine && !this.isTaken) this.#sit();
      if (isMine) this.#keepUntil(askedAt + UNSURE_MS);
      else this.#lose('seat_lost');
    } catch (error) {
      log.debug('seat_not_looked_at', { seat: name, error });
    } finally {
      if (!this.#isStopped) this.#next = clock.at(clock.now() + LOOK_MS, () => this.look());
    }
  }

  /** Work that was given up is over before it begins anew, and work that has failed waits. */
  #mayAsk(): boolean {
    return this.isTaken || (this.#working === null && this.#parts.clock.now() >= this.#failedUntil);
  }

  #sit(): void {
    const { name, log } = this.#parts;
    const sitting = new AbortController();
    this.#sitting = sitting;
    log.info('seat_taken', { seat: name });
    this.#working = this.#parts
      .onTaken(sitting.signal)
      .then(
        () => (sitting.signal.aborted ? undefined : this.#fail(new Error('it ended by itself'))),
        (error: unknown) => this.#fail(error),
      )
      .finally(() => {
        this.#working = null;
      });
  }

  async #fail(error: unknown): Promise<void> {
    this.#parts.log.error('seat_work_failed', { seat: this.#parts.name, error });
    this.#rise();
    this.#failedUntil = this.#parts.clock.now() + FAILED_MS;
    await this.#leave();
  }

  async #leave(): Promise<void> {
    const { name, fleet, log } = this.#parts;
    await fleet.leaveSeat(name).catch((error: unknown) => log.warn('seat_not_left', { seat: name, error }));
  }

  /** The others may have taken this daemon for dead by then. */
  #keepUntil(moment: number): void {
    this.#limit?.[Symbol.dispose]();
    this.#limit = this.#parts.clock.at(moment, () => this.#lose('seat_given_up'));
  }

  #lose(event: string): void {
    if (!this.isTaken) return;
    this.#parts.log.warn(event, { seat: this.#parts.name });
    this.#rise();
  }

  #rise(): void {
    this.#limit?.[Symbol.dispose]();
    this.#sitting?.abort();
    this.#sitting = null;
  }
}
