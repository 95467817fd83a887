import type { Clock } from '../foundation/clock.ts';
import type { Log } from '../foundation/log.ts';
import type { Sessions } from '../sessions/session.ts';
import { createProcessSessions } from '../sessions/sessions.ts';
import type { Variables } from './config.ts';

/** Resident bytes at which a session is ended: some ten times the need of an idle session. */
const SESSION_MEMORY_BYTES = 512 * 1024 * 1024;
/**
 * Milliseconds for a process to end by itself. Twice that time must fit into the ten seconds of a
 * clean stop.
 */
const SESSION_STOP_MS = 1_000;

export function openSessions(
  { environment, readyMs, heartbeatMs, standby }: Variables,
  around: { clock: Clock; log: Log },
): Sessions {
  return createProcessSessions({
    ...around,
    environment,
    readyMs,
    heartbeatMs,
    standby,
    memoryBytes: SESSION_MEMORY_BYTES,
    stopMs: SESSION_STOP_MS,
  });
}
