import { createRepositories } from '../adapters/git/repositories.ts';
import type { Log } from '../runtime/ports/log.ts';
import type { PinnedRepository, Repositories } from '../runtime/ports/repository.ts';
import type { Configuration } from './config.ts';

/** The repositories that designs may read, by name: the configured ones, and one that the terminal brings. */
export class RepositoryCatalog {
  readonly #repositories: Repositories;
  readonly #paths: Map<string, string>;

  constructor(log: Log, configured: Configuration['repositories']) {
    this.#repositories = createRepositories({ log });
    this.#paths = new Map(configured.map(({ name, path }) => [name, path]));
  }

  get names(): string[] {
    return [...this.#paths.keys()];
  }

  add(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  /** Pins the repository's current commit; `null` for a name that is not known. */
  async pin(name: string): Promise<PinnedRepository | null> {
    const path = this.#paths.get(name);
    return path === undefined ? null : this.#repositories.pin(path, name);
  }

  async at(name: string, commit: string): Promise<PinnedRepository | null> {
    const path = this.#paths.get(name);
    return path === undefined ? null : this.#repositories.reopen(path, { name, commit, digest: '' });
  }
}
