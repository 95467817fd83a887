import type { AskedQuestion, SharedStore } from '../../engine/ports/store.ts';

/**
 * The money of one question: what it has cost by now, and the least that a call under way costs. It stands in the store from the
 * moment that a call is let begin, so that the day’s ceiling and the limits of people outlive this process (T7).
 */
export class SpendingAccount {
  readonly #store: Pick<SharedStore, 'keepQuestion'>;
  readonly #question: Omit<AskedQuestion, 'usd'>;
  /** Questions that were asked before this moment count for nothing any more. */
  readonly #since: number;
  #usd = 0;
  #isKnown = true;

  constructor(store: Pick<SharedStore, 'keepQuestion'>, question: Omit<AskedQuestion, 'usd'>, since: number) {
    this.#store = store;
    this.#question = question;
    this.#since = since;
  }

  /** USD of all calls that are over; `null` as soon as one price is unknown. */
  get costUsd(): number | null {
    return this.#isKnown ? this.#usd : null;
  }

  /** USD of those whose price is known. */
  get knownUsd(): number {
    return this.#usd;
  }

  add(costUsd: number | null): void {
    this.#isKnown &&= costUsd !== null;
    this.#usd += costUsd ?? 0;
  }

  /** Resolves when it is stored. `underWayUsd`: the least that a call costs which begins now. */
  keep(underWayUsd = 0): Promise<void> {
    return this.#store.keepQuestion({ ...this.#question, usd: this.#usd + underWayUsd }, this.#since);
  }
}
