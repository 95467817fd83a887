import type { TracePart } from '../../turns/records/record.ts';
import type { Claim } from '../ports/fleet.ts';
import type { Commit, EffectMark, Handled, Mail } from '../ports/store.ts';
import { type LoadedDesign, loadDesign } from '../reading/loading.ts';
import type { DesignParts } from './design-parts.ts';

/**
 * The store, for the owner of one design: writes name the claim, and every call waits while the store is unavailable
 * (P2). Calls reject with `OwnershipLostError` once another process owns the design.
 */
export class OwnedStore {
  readonly claim: Claim;
  /** Aborted when this process loses the design. */
  readonly signal: AbortSignal;
  readonly #parts: Pick<DesignParts, 'store' | 'waits'>;

  constructor(claim: Claim, parts: Pick<DesignParts, 'store' | 'waits'>, signal: AbortSignal) {
    this.claim = claim;
    this.#parts = parts;
    this.signal = signal;
  }

  load(): Promise<LoadedDesign> {
    return this.#whileAway(() => loadDesign(this.#parts.store, this.claim.designId));
  }

  commit(commit: Commit): Promise<void> {
    return this.#whileAway(() => this.#parts.store.commit(commit));
  }

  /** True if this very event is stored; its hash tells it from another with the same number. */
  async has(seq: number, hash: string): Promise<boolean> {
    const { store } = this.#parts;
    const [stored] = await this.#whileAway(() => store.events(this.claim.designId, seq - 1, 1));
    return stored?.hash === hash;
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

  #whileAway<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#parts.waits.retryWhileUnavailable(work, this.claim.designId, this.signal);
  }
}
