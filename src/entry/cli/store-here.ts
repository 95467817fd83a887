import type { Act } from '../../acts/act.ts';
import type { Call } from '../../acts/call.ts';
import { ACTS } from '../../acts/table.ts';
import { systemClock } from '../../adapters/system/clock.ts';
import type { Engine } from '../../engine/engine.ts';
import type { OpenedStore } from '../../engine/ports/opened-store.ts';
import { callsInProcess } from '../../surfaces/http/in-process.ts';
import { listRoutes } from '../../surfaces/http/routes/list-routes.ts';
import { TEXTS } from '../../surfaces/terminal/texts.ts';
import type { Behind } from './api.ts';
import type { CliContext } from './cli-context.ts';

/** The API of a store on which this process runs no design. */
export function storeHere(context: CliContext, opened: OpenedStore): Behind {
  const { store, fleet, tokens } = opened;
  const parts = { clock: systemClock, log: context.log };
  const list = callsInProcess(parts, listRoutes(store));
  // Loaded on demand: it takes longer than opening the store, and listing designs does not need it.
  const rest = async () => {
    const [{ actRoutes }, { designRoutes }, { eventRoutes }, { traceRoutes }, { designsIn }] =
      await Promise.all([
        import('../../surfaces/http/act-routes.ts'),
        import('../../surfaces/http/routes/design-routes.ts'),
        import('../../surfaces/http/routes/event-routes.ts'),
        import('../../surfaces/http/routes/record-routes.ts'),
        import('./store-designs.ts'),
      ]);
    const designs = designsIn(context, opened);
    const noEnd = new AbortController().signal;
    const { publicUrl } = context.configuration;
    const withoutEngine = {
      ...{ designs, publicUrl, adminToken: '', backup: null },
      get engine(): Engine {
        throw new Error('broken invariant: an act that needs an engine came to a store');
      },
      repositories: { names: [], pin: async () => null, bring: never, at: async () => null },
    };
    const acts = actRoutes(withoutEngine, ({ needsEngine }) => needsEngine !== true);
    const routes = [acts, designRoutes(designs), eventRoutes(designs, noEnd), traceRoutes(designs)];
    return {
      call: callsInProcess(parts, ...routes),
      course: designs.course,
    };
  };
  const onTokens = async () => {
    const { tokenRoutes } = await import('../../surfaces/http/routes/key-routes.ts');
    return callsInProcess(parts, tokenRoutes({ tokens, clock: systemClock }));
  };
  const callsOf = async (act: Act): Promise<Call> => {
    if (act.route.includes(' /tokens')) return onTokens();
    return act === ACTS.list ? list : (await rest()).call;
  };
  return {
    call: async (...given) => (await callsOf(given[0]))(...given),
    async *course(id, since, signal) {
      yield* (await rest()).course(id, since, signal);
    },
    whyIdle: async () => ((await fleet.isAlone()) ? TEXTS.unserved(context.program) : null),
    close: () => store.close(),
  };
}

function never(): never {
  throw new Error('broken invariant: no repository is brought to a store');
}
