import type * as z from 'zod';
import type { Act } from '../../acts/act.ts';
import type { ProblemAnswer } from '../../acts/answers.ts';
import { ACTS } from '../../acts/table.ts';
import { systemClock } from '../../adapters/system/clock.ts';
import type { Engine } from '../../engine/engine.ts';
import type { OpenedStore } from '../../ports/opened-store.ts';
import { makeActRoutes } from '../../surfaces/http/act-routes.ts';
import type { HandledAct } from '../../surfaces/http/handled.ts';
import { createInProcessCall } from '../../surfaces/http/in-process.ts';
import { makeEventRoutes } from '../../surfaces/http/routes/event-routes.ts';
import { TERMINAL_TEXTS } from '../../surfaces/terminal/texts.ts';
import type { Behind } from './api.ts';
import type { CliContext } from './cli-context.ts';
import { createStoredDesigns, type StoreParts } from './store-designs.ts';

/** The API of a store on which this process runs no design. */
export function createStoreApi(
  parts: StoreParts,
  openedStore: OpenedStore,
  program: string,
): Behind {
  const { store, fleet } = openedStore;
  const designs = createStoredDesigns(parts, openedStore);
  const withoutEngine = {
    designs,
    publicUrl: parts.configuration.publicUrl,
    adminToken: '',
    backup: null,
    get engine(): Engine {
      throw new Error('broken invariant: an act that needs an engine came to a store');
    },
    repositories: {
      names: [],
      pin: async () => null,
      bring: failOnRepository,
      reopen: async () => null,
    },
  };
  const acts = makeActRoutes(withoutEngine, ({ needsEngine }) => needsEngine !== true);
  const events = makeEventRoutes(designs, new AbortController().signal);
  return {
    call: createInProcessCall({ clock: systemClock, log: parts.log }, acts, events),
    course: designs.course,
    explainIdle: async () =>
      (await fleet.countOthers()) === 0 ? TERMINAL_TEXTS.unserved(program) : null,
    close: () => store.close(),
  };
}

const EMPTY: ReadonlyMap<Act, object> = new Map<Act, object>([
  [ACTS.list, { designs: [], next: null }],
  [ACTS.tokens, { tokens: [] }],
]);
const message = 'There is no store yet; the first daemon or design creates it.';
const NO_STORE: z.input<typeof ProblemAnswer> = {
  error: { code: 'unavailable', message, details: {} },
};

/** The API without a store, since reading must not create one. */
export function createApiWithoutStore({ log }: CliContext): Behind {
  const routes = Object.values<Act>(ACTS).map((act): HandledAct => {
    const empty = EMPTY.get(act);
    return { act, answer: ({ json }) => (empty === undefined ? json(NO_STORE, 404) : json(empty)) };
  });
  return {
    call: createInProcessCall({ clock: systemClock, log }, routes),
    course: async function* () {
      yield* [];
    },
    explainIdle: async () => null,
    close: async () => undefined,
  };
}

function failOnRepository(): never {
  throw new Error('broken invariant: no repository is brought to a store');
}
