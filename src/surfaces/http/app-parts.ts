import type { KnownRepositories } from '../../acts/act-inputs.ts';
import type { Call } from '../../acts/call.ts';
import type { GatewayConnection } from '../../acts/gateway/port.ts';
import type { Engine } from '../../engine/engine.ts';
import type { RecentWarnings } from '../../foundation/recent-warnings.ts';
import type { OpenedStore } from '../../ports/opened-store.ts';
import type { HostParts } from './access/known-host.ts';
import type { AccessParts } from './access/require-token.ts';
import type { EntranceParts } from './sessions/entrance.ts';

export interface AppParts extends AccessParts, HostParts, EntranceParts {
  readonly engine: Engine;
  readonly repositories: KnownRepositories;
  readonly backup: OpenedStore['backup'];
  readonly gateways: ReadonlyMap<string, GatewayConnection>;
  /**
   * Answers a coding agent (MCP), which calls this API with the rights of its token. Absent: agents
   * are not served.
   */
  readonly answerAgent?: (request: Request, call: Call, signal: AbortSignal) => Promise<Response>;
  readonly warnings: Pick<RecentWarnings, 'all'>;
  readonly closing: AbortSignal;
}
