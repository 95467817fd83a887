import { Hono, type MiddlewareHandler } from 'hono';
import { course } from '../../runtime/engine/course.ts';
import type { Engine } from '../../runtime/engine/engine.ts';
import { designOf } from './design-routes.ts';
import { streamEvents } from './event-stream.ts';
import { isLocal } from './local.ts';
import { Problem } from './problem.ts';
import { sinceIn } from './record-routes.ts';

/** Lets nothing in but what came by the listener for the command line; to all others there is no such route. */
export function onlyLocal(): MiddlewareHandler {
  return async (context, next) => {
    if (!isLocal(context))
      throw new Problem('not_found', `There is nothing at ${context.req.path.slice(0, 200)}.`);
    await next();
  };
}

/** Events as they are stored, sealed texts and notes included, as they are in the data folder. */
export function localRoutes(engine: Engine, closing: AbortSignal): Hono {
  const { log } = engine.parts;
  const routes = new Hono();
  routes.use('/:id/course', onlyLocal());
  routes.get('/:id/course', async (context) => {
    const { id } = await designOf(context, engine);
    const since = sinceIn(context);
    const events = (signal: AbortSignal) => course(engine, id, since, signal);
    return streamEvents(context, { id, events, shown: (stored) => stored, closing, log });
  });
  return routes;
}
