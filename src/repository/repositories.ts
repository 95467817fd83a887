/** The repositories that designs may read: those that the operator named, and at a terminal a folder. */

import { isAbsolute } from 'node:path';
import type { Redact } from '#support/redact.ts';
import { NotRead } from './git.ts';
import { type OpenRepository, openRepository } from './open.ts';

/** `name`: as the operator named it, or an absolute path. */
export class NamedRepositories {
  readonly #paths: ReadonlyMap<string, string>;
  readonly #redact: Redact;

  constructor(paths: ReadonlyMap<string, string>, redact: Redact) {
    this.#paths = paths;
    this.#redact = redact;
  }

  /** The commit at which it stands now; `null`: there is none of this name. */
  async pin(repo: string): Promise<{ name: string; commit: string } | null> {
    const folder = this.#folderOf(repo);
    if (folder === null) return null;
    try {
      const repository = await openRepository(folder, null, this.#redact);
      repository.close();
      return { name: repo, commit: repository.commit };
    } catch (error) {
      if (error instanceof NotRead) return null;
      throw error;
    }
  }

  /** @throws {NotRead} */
  async open({
    name,
    commit,
  }: {
    readonly name: string;
    readonly commit: string;
  }): Promise<OpenRepository> {
    const folder = this.#folderOf(name);
    if (folder === null) throw new NotRead(`The repository ${name} is not on this machine.`);
    return openRepository(folder, commit, this.#redact);
  }

  #folderOf(repo: string): string | null {
    return this.#paths.get(repo) ?? (isAbsolute(repo) ? repo : null);
  }
}
