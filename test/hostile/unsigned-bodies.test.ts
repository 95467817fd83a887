import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { uploaded } from '../adapters/http/client.ts';
import { InProcess } from '../entry/in-process.ts';
import { until } from '../entry/waiting.ts';
import { type SlackServer, startSlack } from '../platforms/slack/server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Where Slack's requests come in everybody may write, and who it is shows only in the last byte of a body. */
let slack: SlackServer;
let daemon: InProcess;
beforeAll(async () => {
  slack = await startSlack({ rateSpeed: 0 });
  daemon = await InProcess.start(temporaryFolder(), {
    CHARRETTE_REHEARSAL: '1',
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
  });
  await until('Slack is known', () => daemon.output.includes('slack_known'));
});
afterAll(async () => {
  await daemon.stop();
  await slack.close();
});

const BYTES = 999_999;
const LIKE_SLACK = `x-slack-signature: v0=${'0'.repeat(64)}\r\nx-slack-request-timestamp: `;
const likeSlack = () => `${LIKE_SLACK}${Math.floor(Date.now() / 1_000)}\r\n`;

interface Begun {
  readonly socket: Socket;
  said: string;
  isClosed: boolean;
}

/** A request whose body is announced, begun and never ended. */
async function begin(headers: string, length = `content-length: ${BYTES}`): Promise<Begun> {
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
  for (const headers of [
    '',
    'x-slack-signature: v0=0\r\nx-slack-request-timestamp: 1\r\n',
    `x-slack-signature: v0=${'0'.repeat(64)}\r\n`,
    `${LIKE_SLACK}soon\r\n`,
  ]) {
    const begun = await begin(headers);
    await until('it is closed', () => begun.isClosed);
    expect([headers, statusOf(begun)]).toEqual([headers, '401']);
  }
  const large = await begin(likeSlack(), 'content-length: 1000001');
  await until('it is closed', () => large.isClosed);
  expect(statusOf(large)).toBe('413');
  const announced = { 'x-slack-signature': `v0=${'0'.repeat(64)}` };
  const headers = { ...announced, 'x-slack-request-timestamp': String(Math.floor(Date.now() / 1_000)) };
  expect((await uploaded(`${daemon.url}/slack/events`, 3 * BYTES, headers)).status).toBe(413);
  // However many there are, a line each is not written.
  expect(daemon.output.split('slack_request_refused').length - 1).toBeLessThan(5);
});

it('bodies that claim to be Slack’s take 32 MB together and ten seconds each, and nobody is kept out for longer', async () => {
  const requests = slack.useHttp(`${daemon.url}/slack/events`);
  const all = await Promise.all(
    Array.from({ length: 40 }, (_, place) =>
      begin(likeSlack(), place % 2 === 0 ? undefined : 'transfer-encoding: chunked'),
    ),
  );
  await until('those that are too many', () => all.filter(({ isClosed }) => isClosed).length >= 8);
  expect(all.filter(({ isClosed }) => isClosed).map(statusOf)).toEqual(Array(8).fill('503'));
  await until('the others', () => all.every(({ isClosed }) => isClosed));
  expect(all.map(statusOf).filter((status) => status === '408')).toHaveLength(32);
  await until('room again', () => requests.isVerified());
  for (const { socket } of await Promise.all(Array.from({ length: 40 }, () => begin(likeSlack())))) {
    socket.destroy();
  }
  await until('room after those that went away', () => requests.isVerified());
});

it('a path that is spelled otherwise is the same path', async () => {
  const response = await fetch(`${daemon.url}/slack/%65vents`, { method: 'POST', body: '{}' });
  expect(response.status).toBe(401);
  expect(await slack.useHttp(`${daemon.url}/slack/%65vents`).isVerified()).toBe(true);
  expect(daemon.output).not.toContain('request_failed');
});
