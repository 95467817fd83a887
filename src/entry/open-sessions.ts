import type { Clock } from '../foundation/clock.ts';
import { Fault } from '../foundation/fault.ts';
import type { Log } from '../foundation/log.ts';
import { findObstacleToNamespaces } from '../sessions/namespaces.ts';
import type { Sessions } from '../sessions/session.ts';
import { createProcessSessions } from '../sessions/sessions.ts';
import type { Sandbox } from '../sessions/settings.ts';
import type { Variables } from './config.ts';

/** Resident bytes at which a session is ended: some ten times the need of an idle session. */
const SESSION_MEMORY_BYTES = 512 * 1024 * 1024;
/** Milliseconds for a process to end by itself. Twice that time must fit into the ten seconds of a clean stop. */
const SESSION_STOP_MS = 1_000;

export function openSessions(
  { environment, readyMs, heartbeatMs, standby }: Variables,
  sandbox: Sandbox,
  around: { clock: Clock; log: Log },
): Sessions {
  return createProcessSessions({
    ...around,
    environment,
    readyMs,
    heartbeatMs,
    sandbox,
    standby,
    memoryBytes: SESSION_MEMORY_BYTES,
    stopMs: SESSION_STOP_MS,
  });
}

/** Throws `Fault` if namespaces are required but not available. */
export async function openSandbox({ sandbox: asked, environment }: Variables, log: Log): Promise<Sandbox> {
  const missing = asked === 'node' ? 'not asked for' : await findObstacleToNamespaces(environment);
  if (asked === 'bwrap' && missing !== null) {
    throw new Fault(
      'bad_configuration',
      `CHARRETTE_SANDBOX is bwrap, but sessions cannot be started that way: ${missing}. With auto, they fall back to Node's permission model alone.`,
    );
  }
  const sandbox = missing === null ? 'bwrap' : 'node';
  log.info('sandbox', { sandbox, withoutNamespaces: missing });
  return sandbox;
}
