/** Sessions that never become healthy: a design then waits at its beginning, and spawns nothing. */

import type { PersonaSession, SpawnSession } from '#sessions/session.ts';

export function silentSessions(): SpawnSession {
  return ({ sessionId }): PersonaSession => ({
    id: sessionId,
    ready: new Promise(() => undefined),
    lost: new Promise(() => undefined),
    run: () => Promise.reject(new Error('it is not healthy')),
    cancelTurn: () => undefined,
    stop: () => Promise.resolve(),
  });
}
