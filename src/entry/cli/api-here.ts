import { Fault } from '../../foundation/fault.ts';
import { TERMINAL_TEXTS } from '../../surfaces/terminal/texts.ts';
import { explainMissingStore, openStore } from '../open-store.ts';
import type { Api, Behind } from './api.ts';
import type { CliContext } from './cli-context.ts';

/**
 * The API in this process, for use without a daemon. Reads and words go to the store as it is. A
 * call that starts or ends a design starts an engine, which then answers all calls.
 */
export function createApiHere(context: CliContext): Api {
  let [behind, engine]: [Behind | null, Behind | null] = [null, null];
  const openStoreOnce = async (): Promise<Behind> => (behind ??= await openStoreHere(context));
  const startEngine = async (): Promise<Behind> => {
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
      const { call } = act.needsEngine ? await startEngine() : await openStoreOnce();
      return call(act, ...rest);
    },
    async *course(...place) {
      yield* (await openStoreOnce()).course(...place);
    },
    explainIdle: async () => (await openStoreOnce()).explainIdle(),
    async assertMayBegin(repo) {
      await assertModelsAnswer(context);
      if (repo === undefined) return;
      const { createRepositories } = await import('../../adapters/repository/repositories.ts');
      const { BROUGHT } = await import('../repository-catalog.ts');
      await createRepositories({ ...context, mayLeadOut: true }).pin(repo, BROUGHT);
    },
    close,
  };
}

/**
 * Before anything is begun: what a design would find out only turn by turn, and each time again.
 */
async function assertModelsAnswer({ readConfiguration, program }: CliContext): Promise<void> {
  const configuration = await readConfiguration();
  const { assertEndpointsListen } = await import('../listening.ts');
  const { assertKeysAccepted } = await import('./try-key.ts');
  try {
    await assertEndpointsListen(configuration);
    await assertKeysAccepted(configuration);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Fault(error.code, `${error.message}\n${TERMINAL_TEXTS.seeSetup(program)}`, error);
  }
}

async function openStoreHere(context: CliContext): Promise<Behind> {
  const { configuration, log } = context;
  const missing = await explainMissingStore(configuration);
  const { createApiWithoutStore, createStoreApi } = await import('./store-here.ts');
  if (missing === null) {
    const parts = { log, redact: context.redact, configuration: await context.readConfiguration() };
    return createStoreApi(
      parts,
      await openStore(configuration, log, { mayMigrate: false }),
      context.program,
    );
  }
  if (configuration.databaseUrl !== null) process.stderr.write(`${missing}\n`);
  return createApiWithoutStore(context);
}
