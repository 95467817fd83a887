import type { Claim } from '../ports/fleet.ts';
import type { Log } from '../ports/log.ts';
import type { EffectMark, Store } from '../ports/store.ts';
import { retryWhileUnavailable } from '../retry.ts';

export interface OutboxParts {
  readonly store: Store;
  readonly log: Log;
}

/** How far the effects of one design have come, for as long as this process owns it (P4). */
export class Outbox {
  readonly #claim: Claim;
  readonly #parts: OutboxParts;
  readonly #signal: AbortSignal;

  constructor(claim: Claim, parts: OutboxParts, signal: AbortSignal) {
    this.#claim = claim;
    this.#parts = parts;
    this.#signal = signal;
  }

  /** Waits for as long as the store is away. Rejects with `OwnershipLostError` when another process owns the design. */
  async mark(marks: readonly EffectMark[]): Promise<void> {
    if (marks.length === 0) return;
    const { store, log } = this.#parts;
    const { designId, epoch } = this.#claim;
    await retryWhileUnavailable(() => store.markEffects(designId, epoch, marks), {
      signal: this.#signal,
      log,
      what: designId,
    });
  }
}
