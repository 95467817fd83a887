import type { App } from '@slack/bolt';
import { describe, expect, test, vi } from 'vitest';
import { slackWith, startApp, WAIT } from './small-app.ts';

const OFTEN = Array.from({ length: 60 }, () => 250);

/** Hears messages, with the number of the attempt that brought each. */
function listenTo(received: { text: string; retry: number }[]): (app: App) => void {
  return (app) =>
    app.message(async ({ message, context }) => {
      const text = 'text' in message ? (message.text ?? '') : '';
      received.push({ text, retry: Number(context.retryNum ?? 0) });
    });
}

describe('the local Slack in Socket Mode', () => {
  test('an event that nobody acknowledged comes again once the app is back', async () => {
    const { slack, ana, general } = await slackWith({ retriesMs: OFTEN });
    const received: { text: string; retry: number }[] = [];
    await startApp(slack, { clientPingTimeout: 500, prepare: listenTo(received) });
    slack.sockets.drop();
    slack.people.say(ana, general, 'are you there');
    await vi.waitFor(() => expect(received.length).toBeGreaterThan(0), WAIT);
    expect(received[0]?.retry).toBeGreaterThan(0);
    await slack.deliveries.settled();
    expect(slack.record.violations).toEqual([]);
  });

  test.each([
    ['is asked to leave', 'askToLeave'],
    ['gets a close frame', 'close'],
    ['loses its connection', 'drop'],
    ['gets no answer to its pings', 'freeze'],
  ] as const)('an app that %s comes back', async (_case, way) => {
    const { slack, ana, general } = await slackWith({ retriesMs: OFTEN });
    const received: { text: string; retry: number }[] = [];
    await startApp(slack, { clientPingTimeout: 500, prepare: listenTo(received) });
    const opened = () => slack.record.callsOf('apps.connections.open').length;
    const before = opened();
    if (way === 'close') slack.sockets.drop('close');
    else slack.sockets[way]();
    await vi.waitFor(() => {
      expect(opened()).toBeGreaterThan(before);
      expect(slack.sockets.count).toBe(1);
    }, WAIT);
    slack.people.say(ana, general, 'still there');
    await vi.waitFor(() => expect(received.map(({ text }) => text)).toContain('still there'), WAIT);
    expect(slack.record.violations).toEqual([]);
  });

  test('an event whose acknowledgement is lost comes twice', async () => {
    const { slack, ana, general } = await slackWith({ retriesMs: OFTEN });
    const received: { text: string; retry: number }[] = [];
    await startApp(slack, { clientPingTimeout: 500, prepare: listenTo(received) });
    slack.faults.script('socket', 'cut_after');
    slack.people.say(ana, general, 'one');
    await vi.waitFor(() => expect(received.length).toBeGreaterThan(1), WAIT);
    await slack.deliveries.settled();
    expect(new Set(received.map(({ text }) => text))).toEqual(new Set(['one']));
  });

  test('events come late, twice and out of order, by the seed', async () => {
    const { slack, ana, general } = await slackWith({ disorder: { seed: 1, twice: 1, upToMs: 50 } });
    const received: { text: string; retry: number }[] = [];
    await startApp(slack, { prepare: listenTo(received) });
    const texts = ['one', 'two', 'three'];
    for (const text of texts) slack.people.say(ana, general, text);
    await vi.waitFor(() => expect(received).toHaveLength(6), WAIT);
    expect(received.map(({ text }) => text).toSorted()).toEqual([...texts, ...texts].toSorted());
  });

  test('an acknowledgement over a newer connection is no wrong, and comes too late', async () => {
    const { slack, ana, general } = await slackWith({ retriesMs: OFTEN });
    const taken = Promise.withResolvers<void>();
    const back = Promise.withResolvers<void>();
    const acknowledged = Promise.withResolvers<void>();
    await startApp(slack, {
      clientPingTimeout: 500,
      prepare: (app) =>
        app.command('/design', async ({ ack }) => {
          taken.resolve();
          await back.promise;
          await ack().finally(acknowledged.resolve);
        }),
    });
    const seen = slack.people.slash(ana, general, '/design one');
    await taken.promise;
    slack.sockets.drop();
    expect(await seen).toMatchObject({ isAcknowledged: false });
    const exchange = (): Promise<void> => {
      slack.people.say(ana, general, 'one');
      return slack.deliveries.settled();
    };
    await exchange();
    back.resolve();
    await acknowledged.promise;
    await exchange();
    expect(slack.record.violations).toEqual([]);
  });

  test('of two connections each event goes to one, in turn', async () => {
    const { slack, ana, general } = await slackWith();
    const received: { text: string; retry: number }[][] = [[], []];
    for (const each of received) await startApp(slack, { prepare: listenTo(each) });
    for (const text of ['one', 'two', 'three', 'four']) slack.people.say(ana, general, text);
    await vi.waitFor(() => expect(received.flat()).toHaveLength(4), WAIT);
    expect(received.map(({ length }) => length)).toEqual([2, 2]);
    await slack.deliveries.settled();
  });

  test('a command that comes while the app is away fails before the person', async () => {
    const { slack, ana, general } = await slackWith();
    expect(await slack.people.slash(ana, general, '/design one')).toMatchObject({ isAcknowledged: false });
    expect(slack.ephemeral(ana)).toEqual(['Slack: /design failed because the app did not respond']);
  });
});

describe('the local Slack in HTTP mode', () => {
  test('the app answers the challenge, and refuses what is forged or old', async () => {
    const { slack } = await slackWith();
    const { requests } = await startApp(slack, { mode: 'HTTP' });
    if (requests === null) throw new Error('not in HTTP mode');
    expect(await requests.isVerified()).toBe(true);

    const body = JSON.stringify({ type: 'event_callback', event: { type: 'app_mention' } });
    const good = requests.sign(body);
    const forged = { ...good, body: body.replace('app_mention', 'message') };
    const old = requests.sign(body, 'application/json', Math.floor(Date.now() / 1_000) - 600);
    expect(await requests.send(forged)).toMatchObject({ result: 'refused', status: 401 });
    expect(await requests.send(old)).toMatchObject({ result: 'refused', status: 401 });
    expect(await requests.send(good)).toMatchObject({ result: 'acknowledged', status: 200 });
  });

  test('an event that was answered with an error comes again, with the number of the attempt', async () => {
    const { slack, ana, general } = await slackWith({ retriesMs: [0, 0, 0] });
    slack.useHttp(`${slack.workspace.origin}/nowhere`);
    slack.people.say(ana, general, 'one');
    await slack.deliveries.settled();
    expect(slack.record.deliveries.map(({ attempt, status }) => [attempt, status])).toEqual([
      [0, 404],
      [1, 404],
      [2, 404],
      [3, 404],
    ]);
  });
});
