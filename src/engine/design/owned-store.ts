import { OwnershipLostError, StaleVersionError } from '../../foundation/fault.ts';
import type { Claim } from '../../ports/fleet.ts';
import type { Commit, EffectMark, Handled, Mail } from '../../ports/store.ts';
import type { TracePart } from '../../ports/turn-record.ts';
import type { DesignParts } from './design-parts.ts';

/**
 * The store, for the owner of one design: writes name the claim, and every call waits while the store is unavailable
 * (P2). Once another process owns the design, or the store is not as this process wrote it (C22), `onLost` is called and
 * calls reject.
 */
export class OwnedStore {
  readonly claim: Claim;
  /** Aborted when this process loses the design. */
  readonly signal: AbortSignal;
  readonly #parts: Pick<DesignParts, 'store' | 'waits'>;
  readonly #onLost: () => void;

  constructor(
    claim: Claim,
    parts: Pick<DesignParts, 'store' | 'waits'>,
    signal: AbortSignal,
    onLost: () => void,
  ) {
    this.claim = claim;
    this.#parts = parts;
    this.signal = signal;
    this.#onLost = onLost;
  }

  async commit(commit: Commit): Promise<void> {
    const { store } = this.#parts;
    await this.#whileAway(async () => {
      try {
        await store.commit(commit);
      } catch (error) {
        // If only the acknowledgement was lost, the attempt is stored and makes the next one stale (P6).
        if (!(error instanceof StaleVersionError) || !(await hasAll(store, commit))) throw error;
      }
    });
  }

  mail(): Promise<Mail> {
    return this.#whileAway(() => this.#parts.store.mail(this.claim.designId));
  }

  async markHandled(handled: readonly Handled[]): Promise<void> {
    const { designId, epoch } = this.claim;
    if (handled.length === 0) return;
    await this.#whileAway(() => this.#parts.store.markHandled(designId, epoch, handled));
  }

  async keepTraces(parts: readonly TracePart[]): Promise<void> {
    const { designId, epoch } = this.claim;
    if (parts.length === 0) return;
    await this.#whileAway(() => this.#parts.store.keepTraces(designId, epoch, parts));
  }

  traces(): Promise<TracePart[]> {
    return this.#whileAway(() => this.#parts.store.traces(this.claim.designId));
  }

  /** Stores the progress of effects (P4). `receipt`: the platform's id of a message. */
  async mark(state: EffectMark['state'], effectIds: readonly string[], receipt = ''): Promise<void> {
    const { designId, epoch } = this.claim;
    const marks = effectIds.map((id) => ({ id, state, receipt }));
    if (marks.length === 0) return;
    await this.#whileAway(() => this.#parts.store.markEffects(designId, epoch, marks));
  }

  async #whileAway<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await this.#parts.waits.retryWhileUnavailable(work, this.claim.designId, this.signal);
    } catch (error) {
      if (error instanceof StaleVersionError || error instanceof OwnershipLostError) this.#onLost();
      throw error;
    }
  }
}

async function hasAll(store: DesignParts['store'], { designId, events }: Commit): Promise<boolean> {
  const last = events.at(-1);
  const [stored] = last === undefined ? [] : await store.events(designId, last.seq - 1, 1);
  return stored?.hash === last?.hash;
}
