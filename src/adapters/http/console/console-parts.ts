import type { Repositories } from '../../../acts/gateway/gateway-context.ts';
import type { GatewayConnection } from '../../../acts/gateway/port.ts';
import type { Engine } from '../../../engine/engine.ts';
import type { RecentWarnings } from '../../../foundation/recent-warnings.ts';
import type { ListChanges } from './list-changes.ts';

export interface ConsoleParts {
  readonly engine: Engine;
  readonly repositories: Repositories;
  readonly gateways: ReadonlyMap<string, GatewayConnection>;
  readonly closing: AbortSignal;
  readonly warnings: Pick<RecentWarnings, 'all'>;
  readonly changes: ListChanges;
}
