import { randomUUIDv7 } from 'node:crypto';
import { ParticipantId, SessionId } from '#core/vocabulary/ids.ts';
/**
 * A process that holds two sessions and a standby, says so (or which was lost, and why), and is
 * then killed by the test that started it.
 */
import { createProcessSessions } from '#sessions/sessions.ts';
import { silentLog } from '../runner/silent-log.ts';
import { realClock } from './child-real-clock.ts';

const silent = (): void => undefined;
const sessions = createProcessSessions({
  clock: realClock,
  log: silentLog,
  readyMs: 60_000,
  heartbeatMs: 20_000,
  memoryBytes: 256 * 1024 * 1024,
  stopMs: 500,
  standby: 1,
  environment: { PATH: process.env.PATH },
});

let readyCount = 0;
for (const name of ['ada', 'grace']) {
  sessions.start(SessionId.parse(`ses_${randomUUIDv7()}`), ParticipantId.parse(name), {
    onReady: () => {
      readyCount += 1;
      if (readyCount === 2) process.send?.('both ready');
    },
    onMessage: silent,
    onLoss: ({ detail }) => process.send?.(`${name} was lost: ${detail}`),
  });
}
