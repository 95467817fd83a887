import { expect, onTestFinished, test, vi } from 'vitest';
import { HeldToken } from '#acts/gateway/held-token.ts';
import { createWebClient } from '#surfaces/slack/calls/web-client.ts';
import { createConnection } from '#surfaces/slack/connection/connection.ts';
import { checkSlack } from '#surfaces/slack/doctor.ts';
import { listening } from '../../platforms/http.ts';
import { OPEN_TO_ALL } from '../../support/designs/open-policy.ts';
import { realClock } from '../../support/processes/child-real-clock.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { TestClock } from '../../turns/test-clock.ts';
import { WAIT } from '../engines.ts';
import { slackWith } from './local.ts';
import * as world from './message-world.ts';

const MINUTE_MS = 60_000;

/** A connection whose time a test moves. */
async function connected({ others = 0 } = {}) {
  const { slack } = await slackWith();
  const { botToken, appToken, apiUrl, sockets } = slack;
  const [log, clock] = [keepLog(), new TestClock()];
  const settings = { botToken, apiUrl, appToken, policy: OPEN_TO_ALL };
  const access = { clock, log, countOthers: async () => others };
  const connection = createConnection(
    settings,
    createWebClient({ token: botToken, apiUrl, log }),
    access,
  );
  onTestFinished(() => connection.stop());
  const lines = (event: string) => log.events.filter((each) => each.event === event);
  /** Resolves once this many sockets were opened and ended again. */
  const ended = (count: number) =>
    vi.waitUntil(
      () => sockets.opened === count && clock.armed > 0 && !connection.isConnected(),
      WAIT,
    );
  return { slack, sockets, settings, log, clock, connection, lines, ended };
}

test('a socket that is being opened when the connection is stopped is closed as soon as it is open', async () => {
  const { slack, sockets, connection } = await connected();
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

test.each(['too_many_websockets', 'link_disabled'] as const)(
  'sockets that Slack ends at once (%s) are opened ever more rarely, the reason is logged, and doctor says it',
  async (reason) => {
    const { sockets, settings, clock, log, connection, lines, ended } = await connected();
    sockets.turnsAway = reason;
    connection.start();
    const waits: number[] = [];
    for (let opened = 1; opened <= 6; opened += 1) {
      await ended(opened);
      const waitMs = clock.firstInMs;
      waits.push(waitMs);
      clock.pass(waitMs);
    }
    for (const [at, waitMs] of waits.slice(1).entries())
      expect(waitMs).toBeGreaterThan(waits[at] ?? 0);
    expect(lines('slack_disconnected')[0]?.facts).toMatchObject({ reason });
    const found = await checkSlack(settings, { clock: realClock, log });
    expect(JSON.stringify(found)).toContain(reason);
  },
);

test('a socket that has worked for a minute is replaced as quickly as the first', async () => {
  const { sockets, clock, connection, ended } = await connected();
  connection.start();
  const waits: number[] = [];
  for (const lastedMs of [MINUTE_MS - 1, MINUTE_MS - 1, MINUTE_MS]) {
    await vi.waitUntil(() => connection.isConnected(), WAIT);
    clock.pass(lastedMs);
    const { opened } = sockets;
    sockets.drop();
    await ended(opened);
    const waitMs = clock.firstInMs;
    waits.push(waitMs);
    clock.pass(waitMs);
  }
  const [first = 0, second = 0, third = 0] = waits;
  expect(second).toBeGreaterThan(first);
  expect(third).toBeLessThan(second);
});

test.each([
  ['one of somebody else', { strangers: 1, others: 0 }, 1],
  ['one of somebody else beside two daemons', { strangers: 2, others: 1 }, 1],
  ['those of the daemons on this store', { strangers: 1, others: 1 }, 0],
])('sockets that daemons of this store do not hold are told once: %s', async (_, given, times) => {
  const { sockets, clock, connection, lines, ended } = await connected({ others: given.others });
  sockets.others = given.strangers;
  connection.start();
  await vi.waitUntil(() => connection.isConnected(), WAIT);
  // Another one of its own says the number once more.
  sockets.drop();
  await ended(1);
  clock.pass(clock.firstInMs);
  await vi.waitUntil(() => connection.isConnected(), WAIT);
  await vi.waitUntil(() => lines('slack_other_sockets').length >= times, WAIT);
  expect(lines('slack_other_sockets')).toHaveLength(times);
  expect(sockets.opened).toBe(2);
});

test.each(['account_inactive', 'invalid_auth', 'not_authed', 'token_expired', 'token_revoked'])(
  'a bot token that Slack refuses while connected (%s) is named until a call with it succeeds',
  async (code) => {
    const { slack, log, gateway } = await world.connected();
    const refusals = () => log.events.filter(({ event }) => event === 'slack_token_not_accepted');
    expect(gateway.tokenToDo()).toBeNull();
    slack.workspace.refused.set('conversations.info', code);
    for (const name of ['first', 'second'])
      await gateway.channelName?.(slack.workspace.addChannel(name));
    expect(gateway.tokenToDo()).toContain('SLACK_BOT_TOKEN');
    expect(refusals().map(({ facts }) => facts)).toEqual([{ code, toDo: gateway.tokenToDo() }]);
    slack.workspace.refused.delete('conversations.info');
    await gateway.channelName?.(slack.workspace.addChannel('third'));
    expect(gateway.tokenToDo()).toBeNull();
  },
);

test('a call that Slack refuses for another reason says nothing of the token', async () => {
  const { slack, gateway } = await world.connected();
  slack.workspace.refused.set('conversations.info', 'channel_not_found');
  await gateway.channelName?.(slack.workspace.addChannel('first'));
  expect(gateway.tokenToDo()).toBeNull();
});

test('a status 401 refuses the token as well', async () => {
  const { origin, close } = await listening(async (_, response) => {
    response.writeHead(401).end();
  }, String);
  onTestFinished(close);
  const log = keepLog();
  const held = new HeldToken('Copy it again.', log, 'slack_token_not_accepted');
  const web = createWebClient({ token: 'xoxb-1', apiUrl: `${origin}/api/`, log, held });
  await expect(web.auth.test()).rejects.toThrow();
  expect(held.toDo()).toBe('Copy it again.');
});

test('an app-level token that opens no socket is named until one opens', async () => {
  const { slack, clock, connection, lines } = await connected();
  slack.workspace.refused.set('apps.connections.open', 'invalid_auth');
  connection.start();
  await vi.waitUntil(() => clock.armed > 0, WAIT);
  expect(connection.tokenToDo()).toContain('SLACK_APP_TOKEN');
  expect(lines('slack_token_not_accepted')).toHaveLength(1);
  slack.workspace.refused.delete('apps.connections.open');
  clock.pass(clock.firstInMs);
  await vi.waitUntil(() => connection.isConnected(), WAIT);
  expect(connection.tokenToDo()).toBeNull();
});
