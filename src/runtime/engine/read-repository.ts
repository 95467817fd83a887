import type { Design } from '../../core/design.ts';
import { Fault } from '../fault.ts';
import type { PinnedRepository } from '../ports/repository.ts';
import { RETRY_POLICIES, retry } from '../retry.ts';
import type { OwnedStore } from './owned-store.ts';
import type { Parts } from './parts.ts';

/** Milliseconds: everybody who is asked at once does without it, and nobody waits for it again. */
const LOOK_AGAIN_MS = 60_000;

type RepositoryParts = Pick<Parts, 'openRepository' | 'log' | 'clock'>;

/** The repository that a design reads, opened once for all its turns in this process. */
export class ReadRepository {
  readonly #owned: OwnedStore;
  readonly #parts: RepositoryParts;
  #opening: Promise<PinnedRepository | null> | null = null;
  /** `null` unless it could not be opened. */
  #lookAgainAt: number | null = null;

  constructor(owned: OwnedStore, parts: RepositoryParts) {
    this.#owned = owned;
    this.#parts = parts;
  }

  /**
   * `null` for a design that reads none. Also where it cannot be opened, which the log says: what that turn cites is not
   * checkable, and a turn that begins some time later looks again.
   */
  async open({ repository }: Design): Promise<PinnedRepository | null> {
    if (repository === null) return null;
    if (this.#lookAgainAt !== null && this.#parts.clock.now() >= this.#lookAgainAt) {
      this.#lookAgainAt = null;
      this.#opening = null;
    }
    this.#opening ??= this.#open(repository.name, repository.commit);
    const opened = await this.#opening;
    if (opened === null) this.#lookAgainAt ??= this.#parts.clock.now() + LOOK_AGAIN_MS;
    return opened;
  }

  async #open(name: string, commit: string): Promise<PinnedRepository | null> {
    const { log, openRepository } = this.#parts;
    const { claim, signal } = this.#owned;
    const notOpened = (cause: string): void =>
      log.warn('repository_not_opened', { designId: claim.designId, repository: name, cause });
    try {
      const opened = await retry(() => openRepository(name, commit), RETRY_POLICIES.lookUp, {
        isPassing: (error) => error instanceof Fault,
        onFailed: ({ message }) => notOpened(message),
        signal,
      });
      if (opened === null) notOpened('no repository of this name is configured');
      return opened;
    } catch (error) {
      if (error instanceof Fault) return null;
      throw error;
    }
  }
}
