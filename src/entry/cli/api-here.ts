import { missingStore, openStore } from '../open-store.ts';
import type { Api, Behind } from './api.ts';
import type { CliContext } from './cli-context.ts';

/**
 * The API in this process, for use without a daemon. Reads and words go to the store as it is. A call that starts or ends a
 * design starts an engine, which then answers all calls.
 */
export function apiHere(context: CliContext): Api {
  let [behind, engine]: [Behind | null, Behind | null] = [null, null];
  const opened = async (): Promise<Behind> => (behind ??= await openedStore(context));
  const started = async (): Promise<Behind> => {
    if (engine !== null) return engine;
    // Only one can have an embedded store open, so the reader closes it first.
    await close();
    const { openEngine } = await import('./engine-here.ts');
    engine = await openEngine(context);
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
    call: async (act, ...rest) => {
      const { call } = act.needsEngine ? await started() : await opened();
      return call(act, ...rest);
    },
    async *course(...given) {
      yield* (await opened()).course(...given);
    },
    whyIdle: async () => (await opened()).whyIdle(),
    async assertMayBegin(repo) {
      const { assertEndpointsListen } = await import('../listening.ts');
      await assertEndpointsListen(await context.withModels());
      if (repo === undefined) return;
      const { createRepositories } = await import('../../adapters/repository/repositories.ts');
      const { BROUGHT } = await import('../repository-catalog.ts');
      await createRepositories(context).pin(repo, BROUGHT);
    },
    close,
  };
}

async function openedStore(context: CliContext): Promise<Behind> {
  const { configuration, log } = context;
  const missing = await missingStore(configuration);
  const { noStoreHere, storeHere } = await import('./store-here.ts');
  if (missing === null) {
    const parts = { log, redact: context.redact, configuration: await context.withModels() };
    return storeHere(parts, await openStore(configuration, log, { mayMigrate: false }), context.program);
  }
  if (configuration.databaseUrl !== null) process.stderr.write(`${missing}\n`);
  return noStoreHere(context);
}
