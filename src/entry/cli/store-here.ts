import { systemClock } from '../../adapters/system/clock.ts';
import type { OpenedStore } from '../../engine/ports/opened-store.ts';
import { type Call, callsInProcess } from '../../surfaces/http/in-process.ts';
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
    const [{ designRoutes }, { eventRoutes }, { traceRoutes }, { designsIn }] = await Promise.all([
      import('../../surfaces/http/routes/design-routes.ts'),
      import('../../surfaces/http/routes/event-routes.ts'),
      import('../../surfaces/http/routes/record-routes.ts'),
      import('./store-designs.ts'),
    ]);
    const designs = designsIn(context, opened);
    const never = new AbortController().signal;
    const routes = [designRoutes(designs), eventRoutes(designs, never), traceRoutes(designs)];
    return {
      call: callsInProcess(parts, ...routes),
      course: designs.course,
    };
  };
  const beside: Readonly<Record<string, () => Promise<Call>>> = {
    tokens: async () => {
      const { tokenRoutes } = await import('../../surfaces/http/routes/key-routes.ts');
      return callsInProcess(parts, tokenRoutes({ tokens, clock: systemClock }));
    },
  };
  const callsOf = async (path: string): Promise<Call> => {
    const [, first = ''] = path.split(/[/?]/);
    const own = path.startsWith('/') ? beside[first] : undefined;
    if (own !== undefined) return own();
    return path.startsWith('/') ? (await rest()).call : list;
  };
  return {
    call: async (...given) => (await callsOf(given[1]))(...given),
    async *course(id, since, signal) {
      yield* (await rest()).course(id, since, signal);
    },
    whyIdle: async () => ((await fleet.isAlone()) ? TEXTS.unserved(context.program) : null),
    close: () => store.close(),
  };
}
