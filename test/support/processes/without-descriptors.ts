import { randomUUIDv7 } from 'node:crypto';
import { openSync } from 'node:fs';
import { ParticipantId, SessionId } from '#core/vocabulary/ids.ts';
import { canAnswer, identifyProcess, measureResidentBytes } from '#sessions/proc.ts';
import { createProcessSessions } from '#sessions/sessions.ts';
import { silentLog } from '../runner/silent-log.ts';
import { realClock } from './child-real-clock.ts';

/**
 * Opens all files that it may, and says what it then makes of itself and of a session. To be
 * started with a low limit.
 */
const sessions = createProcessSessions({
  clock: realClock,
  log: silentLog,
  readyMs: 5_000,
  heartbeatMs: 1_000,
  memoryBytes: 256 * 1024 * 1024,
  stopMs: 500,
  standby: 0,
  environment: {},
});
try {
  for (;;) openSync('/dev/null', 'r');
} catch {
  const found = [
    measureResidentBytes(process.pid),
    canAnswer(process.pid),
    identifyProcess(process.pid),
  ];
  const lost = new Promise<string>((resolve) =>
    sessions.start(SessionId.parse(`ses_${randomUUIDv7()}`), ParticipantId.parse('ada'), {
      onReady: () => undefined,
      onMessage: () => undefined,
      onLoss: ({ detail }) => resolve(detail),
    }),
  );
  process.stdout.write(JSON.stringify([...found, await lost]));
}
