import { expect, test, vi } from 'vitest';
import { faultOf } from '../../../src/surfaces/slack/calls/faults.ts';
import { createWebClient } from '../../../src/surfaces/slack/calls/web-client.ts';
import { createConnection } from '../../../src/surfaces/slack/connection/connection.ts';
import { realClock } from '../../support/child-real-clock.ts';
import { keptLog } from '../../support/child-sessions.ts';
import { OPEN_TO_ALL } from '../../support/open-policy.ts';
import { WAIT } from '../engines.ts';
import { slackWith } from './local.ts';

test('a socket that is being opened when the connection is stopped is closed as soon as it is open', async () => {
  const { slack } = await slackWith();
  const { botToken: token, appToken, apiUrl, sockets } = slack;
  const log = keptLog();
  const settings = {
    botToken: token,
    apiUrl,
    mode: { kind: 'socket', appToken },
    policy: OPEN_TO_ALL,
  } as const;
  const access = { platform: 'slack', faultOf, clock: realClock, log };
  const connection = createConnection(settings, createWebClient({ token, apiUrl, log }), access);
  const { promise, resolve } = Promise.withResolvers<void>();
  const isOpening = slack.faults.hold('apps.connections.open', promise);
  connection.start();
  await isOpening;
  await connection.stop();
  resolve();
  await vi.waitUntil(() => sockets.opened === 1, WAIT);
  await vi.waitUntil(() => sockets.count === 0, WAIT);
  expect(connection.isConnected()).toBe(false);
});
