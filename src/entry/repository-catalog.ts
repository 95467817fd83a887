import { lstatSync, readlinkSync } from 'node:fs';
import { readFile, rm, symlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { RepositoriesOptions } from '../adapters/repository/repositories.ts';
import type { Pinned } from '../core/vocabulary/event-parts.ts';
import { sha256Of } from '../foundation/digest.ts';
import { makeFolder } from '../foundation/durable.ts';
import type { Log } from '../foundation/log.ts';
import { createRedactor } from '../foundation/redaction.ts';
import type { PinnedRepository, Repositories } from '../ports/repository.ts';
import type { Variables } from './config.ts';

/** Names a repository given on the command line. */
export const BROUGHT = 'repo';
/** Names the written example's repository. No configured one can have this name. */
const EXAMPLE = 'job-queue (example)';
const EXAMPLE_HISTORY = resolve(
  import.meta.dirname,
  '../../examples/job-queue/history.fast-import',
);

/**
 * Repositories that designs may read, by name: configured ones, those from command lines, and the
 * written example's, which is created in the data folder when needed.
 */
export class RepositoryCatalog {
  readonly #secrets: readonly string[];
  #opened: Promise<Repositories> | null = null;
  readonly #paths: Map<string, string>;
  readonly #dataDir: string;
  readonly #log: Log;
  readonly #mayLeadOut: boolean;

  constructor(
    log: Log,
    { repositories, dataDir, secrets }: Pick<Variables, 'repositories' | 'dataDir' | 'secrets'>,
    { mayLeadOut = false }: Pick<RepositoriesOptions, 'mayLeadOut'> = {},
  ) {
    this.#mayLeadOut = mayLeadOut;
    this.#secrets = secrets;
    this.#paths = new Map(repositories.map(({ name, path }) => [name, path]));
    this.#dataDir = dataDir;
    this.#log = log;
  }

  get names(): string[] {
    return [...this.#paths.keys()];
  }

  /**
   * Pins a repository from a command line, by default at its current commit. The data folder keeps
   * its path by commit, for the process that continues the design.
   */
  async bring(path: string, commit?: string): Promise<Pinned> {
    const { pinned } =
      commit === undefined
        ? await (await this.#repositories()).pin(path, BROUGHT)
        : await (await this.#repositories()).reopen(path, { name: BROUGHT, commit, digest: '' });
    const link = this.#linkTo(pinned.commit);
    await makeFolder(dirname(link));
    await rm(link, { force: true });
    // Windows allows every user to create a junction.
    await symlink(resolve(path), link, 'junction');
    return pinned;
  }

  async pin(name: string): Promise<Pinned | null> {
    const path = this.#paths.get(name);
    return path === undefined ? null : (await (await this.#repositories()).pin(path, name)).pinned;
  }

  /** Logs unreadable repositories. Designs that name one are refused until it is readable. */
  async sayUnreadable(): Promise<void> {
    for (const name of this.names) {
      await this.pin(name).catch((error) =>
        this.#log.warn('repository_not_pinned', {
          name,
          error,
          toDo: 'Bring the repository back, or correct its path in CHARRETTE_REPOS.',
        }),
      );
    }
  }

  /** Throws `Fault` if it cannot be created, for example without git. */
  async pinExample(): Promise<Pinned> {
    return (await (await this.#repositories()).pin(await this.#example(), EXAMPLE)).pinned;
  }

  async reopen(name: string, commit: string): Promise<PinnedRepository | null> {
    const path = await this.#pathOf(name, commit);
    return path === undefined
      ? null
      : (await this.#repositories()).reopen(path, { name, commit, digest: '' });
  }

  /** Loaded with the first repository that a design reads. */
  #repositories(): Promise<Repositories> {
    this.#opened ??= import('../adapters/repository/repositories.ts').then(
      ({ createRepositories }) =>
        createRepositories({
          log: this.#log,
          redact: createRedactor(this.#secrets),
          mayLeadOut: this.#mayLeadOut,
        }),
    );
    return this.#opened;
  }

  async #pathOf(name: string, commit: string): Promise<string | undefined> {
    return name === EXAMPLE
      ? this.#example()
      : (this.#broughtAs(name, commit) ?? this.#paths.get(name));
  }

  #broughtAs(name: string, commit: string): string | null {
    const link = this.#linkTo(commit);
    return name === BROUGHT && lstatSync(link, { throwIfNoEntry: false }) !== undefined
      ? readlinkSync(link)
      : null;
  }

  #linkTo(commit: string): string {
    return join(this.#dataDir, 'repositories', commit);
  }

  /**
   * The folder's name contains a hash of the history, so that a different history gets a different
   * folder.
   */
  async #example(): Promise<string> {
    const history = await readFile(EXAMPLE_HISTORY, 'utf8');
    const version = sha256Of(history).slice(0, 12);
    const folder = join(this.#dataDir, 'examples', `job-queue-${version}.git`);
    await makeFolder(dirname(folder));
    const { importHistory } = await import('../adapters/repository/import-history.ts');
    await importHistory(history, folder);
    return folder;
  }
}
