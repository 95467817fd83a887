/** A daemon in small: starts a session, prints its pid, and waits to be killed. */

import { mint } from '#design/ids.ts';
import { createSpawner } from '#sessions/spawn.ts';

const ignore = (): void => undefined;
const spawnSession = createSpawner({
  log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  redact: (text) => text,
});
const session = spawnSession({
  sessionId: mint('session', crypto.randomUUID()),
  participant: 'ada',
  keepDiagnostics: async () => undefined,
});
const { pid } = await session.ready;
process.stdout.write(`${pid}\n`);
