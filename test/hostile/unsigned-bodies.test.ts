import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { eventually } from '../support/runner/eventually.ts';
import { createMovedClock } from '../support/runner/moved-clock.ts';
import { uploaded } from '../surfaces/http/client.ts';
import { type SlackByHttp, slackByHttp } from './slack-by-http.ts';

/** Where Slack's requests come in everybody may write, and who it is shows only in the last byte of a body. */

const BYTES = 999_999;
const LIKE_SLACK = `x-slack-signature: v0=${'0'.repeat(64)}\r\nx-slack-request-timestamp: `;
const likeSlack = () => `${LIKE_SLACK}${Math.floor(Date.now() / 1_000)}\r\n`;

interface Begun {
  readonly socket: Socket;
  said: string;
  isClosed: boolean;
}

/** A request whose body is announced, begun and never ended. */
async function begin(
  { daemon }: SlackByHttp,
  headers: string,
  length = `content-length: ${BYTES}`,
): Promise<Begun> {
  const { hostname, port } = new URL(daemon.url);
  const socket = connect(Number(port), hostname);
  const begun: Begun = { socket, said: '', isClosed: false };
  socket.setEncoding('latin1').on('error', () => undefined);
  socket.on('data', (chunk) => {
    begun.said += chunk;
  });
  socket.on('close', () => {
    begun.isClosed = true;
  });
  await once(socket, 'connect');
  socket.write(`POST /slack/events HTTP/1.1\r\nhost: x\r\n${headers}${length}\r\n\r\n`);
  return begun;
}

const statusOf = ({ said }: Begun): string => said.slice(9, 12);

it('a body that nobody claims to have signed is not read: its connection is closed at once', async () => {
  const own = await slackByHttp();
  const { daemon } = own;
  for (const headers of [
    '',
    'x-slack-signature: v0=0\r\nx-slack-request-timestamp: 1\r\n',
    `x-slack-signature: v0=${'0'.repeat(64)}\r\n`,
    `${LIKE_SLACK}soon\r\n`,
  ]) {
    const begun = await begin(own, headers);
    await eventually(() => begun.isClosed).toBe(true);
    expect([headers, statusOf(begun)]).toEqual([headers, '401']);
  }
  const large = await begin(own, likeSlack(), 'content-length: 1000001');
  await eventually(() => large.isClosed).toBe(true);
  expect(statusOf(large)).toBe('413');
  const announced = { 'x-slack-signature': `v0=${'0'.repeat(64)}` };
  const headers = { ...announced, 'x-slack-request-timestamp': String(Math.floor(Date.now() / 1_000)) };
  expect((await uploaded(`${daemon.url}/slack/events`, 3 * BYTES, headers)).status).toBe(413);
  // However many there are, a line each is not written.
  expect(daemon.output.split('slack_request_refused').length - 1).toBeLessThan(5);
});

it('bodies that claim to be Slack’s share 32 MB and ten seconds each, and block nobody longer', async () => {
  const { clock, pass } = createMovedClock();
  const own = await slackByHttp(clock);
  const { slack, daemon } = own;
  const requests = slack.useHttp(`${daemon.url}/slack/events`);
  const all = await Promise.all(
    Array.from({ length: 40 }, (_, place) =>
      begin(own, likeSlack(), place % 2 === 0 ? undefined : 'transfer-encoding: chunked'),
    ),
  );
  await eventually(() => all.filter(({ isClosed }) => isClosed).length).toBeGreaterThanOrEqual(8);
  expect(all.filter(({ isClosed }) => isClosed).map(statusOf)).toEqual(Array(8).fill('503'));
  pass(10_000);
  await eventually(() => all.filter(({ isClosed }) => !isClosed).length).toBe(0);
  expect(all.map(statusOf).filter((status) => status === '408')).toHaveLength(32);
  await eventually(() => requests.isVerified()).toBe(true);
  for (const { socket } of await Promise.all(Array.from({ length: 40 }, () => begin(own, likeSlack())))) {
    socket.destroy();
  }
  await eventually(() => requests.isVerified()).toBe(true);
});

it('a path that is spelled otherwise is the same path', async () => {
  const own = await slackByHttp();
  const { slack, daemon } = own;
  const response = await fetch(`${daemon.url}/slack/%65vents`, { method: 'POST', body: '{}' });
  expect(response.status).toBe(401);
  expect(await slack.useHttp(`${daemon.url}/slack/%65vents`).isVerified()).toBe(true);
  expect(daemon.output).not.toContain('request_failed');
});
