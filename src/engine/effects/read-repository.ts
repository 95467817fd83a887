import type { Design } from '../../core/vocabulary/design.ts';
import { Fault } from '../../foundation/fault.ts';
import { RETRY_POLICIES, retry } from '../../foundation/retry.ts';
import type { PinnedRepository } from '../../ports/repository.ts';
import type { OwnedStore } from '../design/owned-store.ts';
import type { Parts } from '../parts/parts.ts';

type RepositoryParts = Pick<Parts, 'openRepository' | 'log'>;

/** A design's repository, opened once for all its turns in this process. */
export class ReadRepository {
  readonly #owned: OwnedStore;
  readonly #parts: RepositoryParts;
  #opening: Promise<PinnedRepository | null> | null = null;

  constructor(owned: OwnedStore, parts: RepositoryParts) {
    this.#owned = owned;
    this.#parts = parts;
  }

  /**
   * Returns `null` for a design without a repository, and if opening fails, which is logged: that
   * turn's citations cannot be checked, and the next turn tries again.
   */
  async open({ repository }: Design): Promise<PinnedRepository | null> {
    if (repository === null) return null;
    this.#opening ??= this.#open(repository.name, repository.commit);
    const pinnedRepository = await this.#opening;
    if (pinnedRepository === null) this.#opening = null;
    return pinnedRepository;
  }

  async #open(name: string, commit: string): Promise<PinnedRepository | null> {
    const { log, openRepository } = this.#parts;
    const { claim, signal } = this.#owned;
    const notOpened = (cause: string): void =>
      log.warn('repository_not_opened', {
        designId: claim.designId,
        repository: name,
        cause,
        toDo: 'Bring the repository back, or correct its path in CHARRETTE_REPOS.',
      });
    try {
      const pinnedRepository = await retry(
        () => openRepository(name, commit),
        RETRY_POLICIES.lookUp,
        {
          isPassing: (error) => error instanceof Fault,
          onFailed: ({ message }) => notOpened(message),
          signal,
        },
      );
      if (pinnedRepository === null) notOpened('no repository of this name is configured');
      return pinnedRepository;
    } catch (error) {
      if (error instanceof Fault) return null;
      throw error;
    }
  }
}
