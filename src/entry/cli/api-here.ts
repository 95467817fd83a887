import type { Call } from '../../adapters/http/in-process.ts';
import { missingStore, openStore } from '../open-store.ts';
import type { Api } from './api.ts';
import type { CliContext } from './cli-context.ts';

/** What answers in this process: nothing, the store alone, or an engine. */
type Behind = Omit<Api, 'url' | 'assertMayBegin'> & { readonly hasEngine: boolean };

/** The calls for which it takes an engine: a design begins, or ends and has files to write. */
const BY_ENGINE = /^POST (?:|\/estimate|\/[^/]+\/(?:retry|cancel))$/;
const NO_DESIGNS = { designs: [], next: null };

/** Where there is no store yet, and looking makes none. */
const NOTHING: Behind = {
  hasEngine: false,
  call: async (_, path) =>
    path.startsWith('/') ? { status: 404, body: null } : { status: 200, body: NO_DESIGNS },
  async *course() {},
  whyIdle: async () => null,
  settled: async () => undefined,
  broken: new AbortController().signal,
  close: async () => undefined,
};

/**
 * The API in this process, where no daemon runs that could be asked. What is read or said is read or kept in the store as
 * it is found; what begins or ends a design starts an engine, which then answers everything.
 */
export class ApiHere implements Api {
  readonly url = null;
  readonly #context: CliContext;
  #behind: Behind | null = null;

  constructor(context: CliContext) {
    this.#context = context;
  }

  readonly call: Call = async (method, path, body) => {
    const behind = BY_ENGINE.test(`${method} ${path}`) ? await this.#withEngine() : await this.#opened();
    return behind.call(method, path, body);
  };

  async *course(...given: Parameters<Api['course']>): ReturnType<Behind['course']> & AsyncGenerator {
    yield* (await this.#opened()).course(...given);
  }

  get broken(): AbortSignal {
    return (this.#behind ?? NOTHING).broken;
  }

  async whyIdle(): Promise<string | null> {
    return (await this.#opened()).whyIdle();
  }

  async settled(...given: Parameters<Api['settled']>): Promise<void> {
    await this.#behind?.settled(...given);
  }

  async assertMayBegin(repo: string | undefined): Promise<void> {
    if (repo === undefined) return;
    const { createRepositories } = await import('../../adapters/git/repositories.ts');
    const { BROUGHT } = await import('../repository-catalog.ts');
    await createRepositories(this.#context).pin(repo, BROUGHT);
  }

  async close(): Promise<void> {
    const behind = this.#behind;
    this.#behind = null;
    await behind?.close();
  }

  async #opened(): Promise<Behind> {
    this.#behind ??= await openedStore(this.#context);
    return this.#behind;
  }

  /** An embedded store is open once: what has read it gives it up first. */
  async #withEngine(): Promise<Behind> {
    if (this.#behind?.hasEngine) return this.#behind;
    await this.close();
    const { openedEngine } = await import('./engine-here.ts');
    this.#behind = { ...(await openedEngine(this.#context)), hasEngine: true };
    return this.#behind;
  }
}

async function openedStore(context: CliContext): Promise<Behind> {
  const { configuration, log } = context;
  const missing = await missingStore(configuration);
  if (missing !== null) {
    if (configuration.databaseUrl !== null) process.stderr.write(`${missing}\n`);
    return NOTHING;
  }
  const opened = await openStore(configuration, log, { mayMigrate: false });
  // What only looks for a daemon does without it.
  const { storeHere } = await import('./store-here.ts');
  return { ...NOTHING, ...storeHere(context, opened) };
}
