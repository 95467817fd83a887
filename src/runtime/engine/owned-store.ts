import type { Claim } from '../ports/fleet.ts';
import type { Commit, EffectMark, Handled, Mail } from '../ports/store.ts';
import { retryWhileUnavailable } from '../retry.ts';
import type { TracePart } from '../turn/record.ts';
import { type LoadedDesign, loadDesign } from './loading.ts';
import type { Parts } from './parts.ts';

/** Events since the last snapshot that make another one worth keeping. */
const SNAPSHOT_EVENTS = { running: 500, atRest: 40 } as const;

/**
 * The store as the owner of one design uses it: what is written names the claim, and every call waits for as long as
 * the store is away (P2). All but `keepSnapshot` reject with `OwnershipLostError` when another process owns the design.
 */
export class OwnedStore {
  readonly claim: Claim;
  /** Aborted when this process no longer owns the design. */
  readonly signal: AbortSignal;
  readonly #parts: Pick<Parts, 'store' | 'log' | 'clock' | 'reducerVersion'>;
  #snapshotVersion: number;

  /** `version` is that of which a snapshot is kept already, or needs none. */
  constructor(
    claim: Claim,
    version: number,
    parts: Pick<Parts, 'store' | 'log' | 'clock' | 'reducerVersion'>,
    signal: AbortSignal,
  ) {
    this.claim = claim;
    this.#snapshotVersion = version;
    this.#parts = parts;
    this.signal = signal;
  }

  load(): Promise<LoadedDesign> {
    const { store, reducerVersion } = this.#parts;
    return this.#whileAway(() => loadDesign(store, this.claim.designId, reducerVersion));
  }

  commit(commit: Commit): Promise<void> {
    return this.#whileAway(() => this.#parts.store.commit(commit));
  }

  /** Whether this very event is stored: the hash tells it from anybody else's with its number. */
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

  /** What has happened in turns that are under way (T6). */
  async keepTraces(parts: readonly TracePart[]): Promise<void> {
    const { designId, epoch } = this.claim;
    if (parts.length === 0) return;
    await this.#whileAway(() => this.#parts.store.keepTraces(designId, epoch, parts));
  }

  traces(): Promise<TracePart[]> {
    return this.#whileAway(() => this.#parts.store.traces(this.claim.designId));
  }

  /** How far effects have come (P4); the receipt is a platform's id of a message. */
  async mark(state: EffectMark['state'], effectIds: readonly string[], receipt = ''): Promise<void> {
    const { designId, epoch } = this.claim;
    const marks = effectIds.map((id) => ({ id, state, receipt }));
    if (marks.length === 0) return;
    await this.#whileAway(() => this.#parts.store.markEffects(designId, epoch, marks));
  }

  /** Keeps the state, so that not all of the events have to be read again. Best effort: without it, more is read. */
  async keepSnapshot(loaded: LoadedDesign, when: keyof typeof SNAPSHOT_EVENTS): Promise<void> {
    const { design, version, headHash: hash } = loaded;
    if (design === null || version - this.#snapshotVersion < SNAPSHOT_EVENTS[when]) return;
    this.#snapshotVersion = version;
    const { store, reducerVersion, log } = this.#parts;
    try {
      await store.keepSnapshot(design.id, reducerVersion, { design, version, hash });
    } catch (error) {
      log.warn('snapshot_not_kept', { designId: design.id, error });
    }
  }

  #whileAway<Result>(work: () => Promise<Result>): Promise<Result> {
    const { log, clock } = this.#parts;
    return retryWhileUnavailable(work, { signal: this.signal, log, clock, what: this.claim.designId });
  }
}
