import type { AskedQuestion, SharedStore } from '../../ports/store.ts';

/**
 * Money of one question: its cost so far, and what is reserved for a running call. Stored before a
 * call begins, so that the day's ceiling and people's limits outlive this process.
 */
export class SpendingAccount {
  readonly #store: Pick<SharedStore, 'keepQuestion'>;
  readonly #question: Omit<AskedQuestion, 'usd'>;
  /** Questions asked before this moment no longer count. */
  readonly #since: number;
  #usd = 0;
  #isKnown = true;

  constructor(
    store: Pick<SharedStore, 'keepQuestion'>,
    question: Omit<AskedQuestion, 'usd'>,
    since: number,
  ) {
    this.#store = store;
    this.#question = question;
    this.#since = since;
  }

  /** USD of finished calls; `null` once a price is unknown. */
  get costUsd(): number | null {
    return this.#isKnown ? this.#usd : null;
  }

  add(costUsd: number | null): void {
    this.#isKnown &&= costUsd !== null;
    this.#usd += costUsd ?? 0;
  }

  /** Resolves when stored. `reservedUsd`: for the call that begins now. */
  keep(reservedUsd = 0): Promise<void> {
    return this.#store.keepQuestion(
      { ...this.#question, usd: this.#usd + reservedUsd },
      this.#since,
    );
  }
}
