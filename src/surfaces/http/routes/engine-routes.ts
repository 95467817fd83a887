import type { ActParts } from '../../../acts/asked.ts';
import { actRoutes } from '../act-routes.ts';
import type { Handled } from '../handled.ts';
import { afterEndRoutes } from './after-end-routes.ts';
import { beginRoutes } from './begin-routes.ts';
import { designRoutes } from './design-routes.ts';
import { eventRoutes } from './event-routes.ts';
import { listRoutes } from './list-routes.ts';
import { recordRoutes } from './record-routes.ts';

/** Routes of designs, for a daemon and for a command line that has an engine of its own. */
export function engineRoutes(parts: ActParts, closing: AbortSignal): Handled[] {
  const { engine, repositories } = parts;
  return [
    ...actRoutes(parts),
    ...listRoutes(engine.parts.store),
    ...beginRoutes({ engine, repositories }),
    ...designRoutes(engine),
    ...eventRoutes(engine, closing),
    ...recordRoutes(engine),
    ...afterEndRoutes(engine),
  ];
}
