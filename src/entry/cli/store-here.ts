import { callsInProcess } from '../../adapters/http/in-process.ts';
import { listRoutes } from '../../adapters/http/list-routes.ts';
import { TEXTS } from '../../adapters/terminal/texts.ts';
import type { Behind } from './api.ts';
import type { CliContext } from './cli-context.ts';
import type { Opened } from './store-designs.ts';

/** The API of a store on which this process runs no design. */
export function storeHere(context: CliContext, opened: Opened): Behind {
  const list = callsInProcess(listRoutes(opened.store));
  // What only lists designs does without the rest, which takes longer to load than the store takes to open.
  const rest = async () => {
    const [{ designRoutes }, { eventRoutes }, { designsIn }] = await Promise.all([
      import('../../adapters/http/design-routes.ts'),
      import('../../adapters/http/event-routes.ts'),
      import('./store-designs.ts'),
    ]);
    const designs = designsIn(context, opened);
    const never = new AbortController().signal;
    return {
      call: callsInProcess(designRoutes(designs), eventRoutes(designs, never)),
      course: designs.course,
    };
  };
  return {
    call: async (...given) => (given[1].startsWith('/') ? (await rest()).call : list)(...given),
    async *course(id, since, signal) {
      yield* (await rest()).course(id, since, signal);
    },
    whyIdle: async () => ((await opened.fleet.isAlone()) ? TEXTS.unserved(context.program) : null),
    close: () => opened.store.close(),
  };
}
