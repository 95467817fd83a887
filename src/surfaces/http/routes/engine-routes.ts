import type { Engine } from '../../../engine/engine.ts';
import type { Handled } from '../handled.ts';
import { afterEndRoutes } from './after-end-routes.ts';
import { beginRoutes } from './begin-routes.ts';
import { designRoutes } from './design-routes.ts';
import { eventRoutes } from './event-routes.ts';
import { listRoutes } from './list-routes.ts';
import type { KnownRepositories } from './new-design.ts';
import { recordRoutes } from './record-routes.ts';

interface EngineRouteParts {
  readonly engine: Engine;
  readonly repositories: KnownRepositories;
  readonly closing: AbortSignal;
}

/** Routes of designs, for a daemon and for a command line that has an engine of its own. */
export function engineRoutes({ engine, repositories, closing }: EngineRouteParts): Handled[] {
  return [
    ...listRoutes(engine.parts.store),
    ...beginRoutes({ engine, repositories }),
    ...designRoutes(engine),
    ...eventRoutes(engine, closing),
    ...recordRoutes(engine),
    ...afterEndRoutes(engine),
  ];
}
