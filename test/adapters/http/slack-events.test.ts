import { App, HTTPReceiver } from '@slack/bolt';
import { expect, onTestFinished, test, vi } from 'vitest';
import { listen } from '../../../src/adapters/http/server.ts';
import { openWorkshop, startEngine } from '../../runtime/engine/running-engine.ts';
import { WAIT } from '../engines.ts';
import { clientOptions, slackWith } from '../slack/local.ts';
import { Client, openApi, slackByHttp, uploaded } from './client.ts';

const BODY_BYTES = 100_000;
const MINUTES_5_AND_A_BIT = 301;
const { engine } = await openApi();

/** Answers a command, a click and a message, each in a way that people see. */
function answering(app: App): void {
  const text = { type: 'plain_text' as const, text: 'Peek' };
  const elements = [{ type: 'button' as const, action_id: 'peek', text }];
  app.command('/design', async ({ ack, command, client }) => {
    await ack('On it.');
    const card = { channel: command.channel_id, text: command.text };
    await client.chat.postMessage({ ...card, blocks: [{ type: 'actions', elements }] });
  });
  app.action('peek', async ({ ack, respond }) => {
    await ack();
    await respond({ text: 'over', replace_original: true, blocks: [] });
  });
  app.message('hello', async ({ message, client }) => {
    await client.reactions.add({ channel: message.channel, timestamp: message.ts, name: 'white_check_mark' });
  });
}

/** The daemon's own server, with a small app of Bolt's behind it. */
async function served(own = engine) {
  const { slack, ana, general } = await slackWith();
  const { signingSecret, botToken: token } = slack;
  const { logger } = clientOptions(slack);
  const receiver = new HTTPReceiver({ signingSecret, bodyLimit: BODY_BYTES, logger });
  const deferInitialization = true;
  const app = new App({ receiver, token, clientOptions: clientOptions(slack), deferInitialization });
  await app.init();
  answering(app);
  const { app: http } = new Client(own, { gateways: slackByHttp(receiver.requestListener) });
  const server = await listen(http, '127.0.0.1', 0);
  onTestFinished(() => server.close(100));
  const url = `http://127.0.0.1:${server.port}/slack/events`;
  return { slack, ana, general, url, requests: slack.useHttp(url) };
}

test('commands, clicks and events reach Bolt at the daemon’s own port, without a token', async () => {
  const { slack, ana, general, requests } = await served();
  expect(await requests.isVerified()).toBe(true);
  const seen = await slack.people.slash(ana, general, '/design Redis & Postgres?');
  expect(seen).toMatchObject({ isAcknowledged: true, privately: ['Charrette: On it.'] });
  await vi.waitFor(() => expect(slack.visible(general)).toHaveLength(1), WAIT);
  const [card] = slack.visibleMessages(general);
  if (card === undefined) throw new Error('no card');
  await slack.people.click(ana, card, 'peek');
  slack.people.say(ana, general, 'hello');
  await vi.waitFor(
    () => expect(slack.visible(general)).toEqual(['Charrette: over (edited)', 'Ana: hello\n(✅ 1)']),
    WAIT,
  );
  await slack.deliveries.settled();
  expect(slack.record.violations).toEqual([]);
});

test('what Slack did not sign, or signed long ago, is refused and does nothing', async () => {
  const { slack, general, requests } = await served();
  const body = JSON.stringify({ type: 'event_callback', event: { type: 'message', text: 'hello' } });
  const { headers } = requests.sign(body);
  const old = requests.sign(body, 'application/json', Math.floor(Date.now() / 1_000) - MINUTES_5_AND_A_BIT);
  const refused = [
    { headers: { 'content-type': 'application/json' }, body },
    { headers: { ...headers, 'x-slack-signature': `v0=${'0'.repeat(64)}` }, body },
    { headers, body: body.replace('hello', 'howdy') },
    old,
  ];
  for (const each of refused) expect((await requests.send(each)).status).toBe(401);
  expect(slack.visible(general)).toEqual([]);
  expect(slack.record.violations).toEqual([]);
});

test('a body that is too large is refused, whatever it says of its size, and the next request is served', async () => {
  const { slack, requests, url } = await served();
  const { status } = await requests.send(requests.sign('x'.repeat(BODY_BYTES + 1)));
  expect(status).toBe(413);
  expect((await uploaded(url, 3 * BODY_BYTES)).status).toBe(413);
  expect(await requests.isVerified()).toBe(true);
  expect(slack.record.violations).toEqual([]);
});

test('a daemon that stops answers 503, so that Slack sends it again', async () => {
  const other = await openWorkshop();
  const { engine: own } = await startEngine(other);
  const { slack, ana, general, requests } = await served(own);
  await own.stop();
  const { isAcknowledged } = await slack.people.slash(ana, general, '/design one');
  expect(isAcknowledged).toBe(false);
  expect((await requests.send(requests.sign('{}'))).status).toBe(503);
  expect(slack.visible(general)).toEqual([]);
  await other.close();
});
