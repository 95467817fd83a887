import { OwnershipLostError, StaleVersionError } from '../../foundation/fault.ts';
import type { Claim } from '../../ports/fleet.ts';
import type { EffectMark, Store } from '../../ports/store.ts';
import type { Waits } from '../parts/waits.ts';

/** The store, for the owner of one design. */
export class OwnedStore {
  readonly claim: Claim;
  /** Aborted when this process loses the design. */
  readonly signal: AbortSignal;
  readonly #parts: { readonly store: Store; readonly waits: Waits };
  readonly #onLost: () => void;

  constructor(
    claim: Claim,
    parts: { readonly store: Store; readonly waits: Waits },
    signal: AbortSignal,
    onLost: () => void,
  ) {
    this.claim = claim;
    this.#parts = parts;
    this.signal = signal;
    this.#onLost = onLost;
  }

  /**
   * Runs work that waits while the store is unavailable. Once another process owns the design, or
   * the store is not as this process wrote it, calls `onLost` and rejects.
   */
  async run<Result>(work: (store: Store, claim: Claim) => Promise<Result>): Promise<Result> {
    const { claim, signal } = this;
    const { store, waits } = this.#parts;
    try {
      return await waits.retryWhileUnavailable(() => work(store, claim), claim.designId, signal);
    } catch (error) {
      if (error instanceof StaleVersionError || error instanceof OwnershipLostError) this.#onLost();
      throw error;
    }
  }

  /** Stores the progress of effects. `receipt`: the platform's id of a message. */
  async mark(
    state: EffectMark['state'],
    effectIds: readonly string[],
    receipt = '',
  ): Promise<void> {
    const marks = effectIds.map((id) => ({ id, state, receipt }));
    if (marks.length === 0) return;
    await this.run((store, { designId, epoch }) => store.markEffects(designId, epoch, marks));
  }
}
