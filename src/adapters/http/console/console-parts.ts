import type { Repositories } from '../../../acts/gateway/gateway-context.ts';
import type { GatewayConnection } from '../../../acts/gateway/port.ts';
import type { Engine } from '../../../engine/engine.ts';
import type { RecentWarnings } from '../../../foundation/recent-warnings.ts';
import type { ListChanges } from './list-changes.ts';

/** Everything that pages of the console are made from. */
export interface ConsoleParts {
  readonly engine: Engine;
  readonly repositories: Repositories;
  /** Connections to the chat platforms that this daemon serves, by name. */
  readonly gateways: ReadonlyMap<string, GatewayConnection>;
  /** Aborted when the daemon stops: streams end then. */
  readonly closing: AbortSignal;
  /** The last warnings of this daemon's log, for operators. */
  readonly warnings: Pick<RecentWarnings, 'all'>;
  /** Changes of all designs, for lists. */
  readonly changes: ListChanges;
}
