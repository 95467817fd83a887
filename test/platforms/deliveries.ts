import { setTimeout as pause } from 'node:timers/promises';

/** Events that come twice or late, by the seed. */
export interface Disorder {
  readonly seed: number;
  /** Share of events that are delivered a second time, from 0 to 1. */
  readonly twice: number;
  /** Each event waits up to this long, so that they overtake one another. */
  readonly upToMs: number;
}

export const IN_ORDER: Disorder = { seed: 0, twice: 0, upToMs: 0 };

/**
 * Everything on its way to the app, which a test can hold back, put into another order, and send
 * again.
 */
export abstract class Deliveries<Event> {
  /** All that was ever sent, for a test to send again. */
  readonly sent: Event[] = [];
  readonly #ending: AbortSignal;
  readonly #underway = new Set<Promise<unknown>>();
  #held: Event[] | null = null;

  constructor(ending: AbortSignal) {
    this.#ending = ending;
  }

  /** Sends this now, new or not. */
  abstract send(event: Event): unknown;

  /** Sends this as the platform does: late, twice or again where the test wants that. */
  protected abstract launch(event: Event): void;

  /** Tells of something that has happened: as the platform does, or once it is released. */
  deliver(event: Event): void {
    if (this.#held !== null) this.#held.push(event);
    else this.launch(event);
  }

  /**
   * Events wait from now on, until they are released; what people do at a command or a button does
   * not.
   */
  hold(): void {
    this.#held ??= [];
  }

  /**
   * Sends what was held, in the order that `arrange` gives it; it may leave some out and name some
   * twice.
   */
  release(arrange: (held: readonly Event[]) => readonly Event[] = (held) => held): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const event of arrange(held)) this.launch(event);
  }

  /** Resolves when nothing is on its way and no attempt is outstanding. */
  async settled(): Promise<void> {
    while (this.#underway.size > 0) await Promise.all(this.#underway);
  }

  protected underway(work: Promise<unknown>): void {
    const travel = work.finally(() => this.#underway.delete(travel));
    this.#underway.add(travel);
  }

  protected get hasEnded(): boolean {
    return this.#ending.aborted;
  }

  /** Waits, or not any longer when the server ends. */
  protected async wait(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.#ending }).catch((error: unknown) => {
      if (!this.#ending.aborted) throw error;
    });
  }
}
