import type { Answer } from '../../adapters/http/in-process.ts';
import { missingStore, openStore } from '../open-store.ts';
import type { Api, Behind } from './api.ts';
import type { CliContext } from './cli-context.ts';

/** Calls for which it takes an engine: a design begins, or ends and has files to write. */
const BY_ENGINE = /^POST (?:|\/estimate|\/[^/]+\/(?:retry|cancel))$/;

/**
 * The API in this process, where no daemon runs that could be asked. What is read or said is read or kept in the store as
 * it is found; what begins or ends a design starts an engine, which then answers everything.
 */
export function apiHere(context: CliContext): Api {
  let [behind, engine]: [Behind | null, Behind | null] = [null, null];
  const opened = async (): Promise<Behind> => (behind ??= await openedStore(context));
  const started = async (): Promise<Behind> => {
    if (engine !== null) return engine;
    // An embedded store is open once: who has read it gives it up first.
    await close();
    const { openedEngine } = await import('./engine-here.ts');
    engine = await openedEngine(context);
    behind = engine;
    return engine;
  };
  const close = async () => {
    const closing = behind;
    behind = null;
    await closing?.close();
  };
  return {
    url: null,
    call: async (method, path, body) => {
      const { call } = BY_ENGINE.test(`${method} ${path}`) ? await started() : await opened();
      return call(method, path, body);
    },
    async *course(...given) {
      yield* (await opened()).course(...given);
    },
    whyIdle: async () => (await opened()).whyIdle(),
    async assertMayBegin(repo) {
      if (repo === undefined) return;
      const { createRepositories } = await import('../../adapters/git/repositories.ts');
      const { BROUGHT } = await import('../repository-catalog.ts');
      await createRepositories(context).pin(repo, BROUGHT);
    },
    close,
  };
}

async function openedStore(context: CliContext): Promise<Behind> {
  const { configuration, log } = context;
  const missing = await missingStore(configuration);
  if (missing === null) {
    const opened = await openStore(configuration, log, { mayMigrate: false });
    const { storeHere } = await import('./store-here.ts');
    return storeHere(context, opened);
  }
  if (configuration.databaseUrl !== null) process.stderr.write(`${missing}\n`);
  return NOTHING;
}

const [NO_DESIGNS, NO_DESIGN] = [
  { status: 200, body: { designs: [], next: null } },
  { status: 404, body: null },
] as const satisfies Answer[];

/** Answers where there is no store yet: looking makes none. */
const NOTHING: Behind = {
  call: async (_, path) => (path.startsWith('/') ? NO_DESIGN : NO_DESIGNS),
  course: async function* () {
    yield* [];
  },
  whyIdle: async () => null,
  close: async () => undefined,
};
