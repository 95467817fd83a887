import { once } from 'node:events';
import { webApi } from '@slack/bolt';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { ALL_SCOPES, type SlackOptions, type SlackServer } from '../../platforms/slack/server.ts';
import { clientOptions, slackWith } from './local.ts';

async function clientWith(options: SlackOptions = {}) {
  const world = await slackWith(options);
  return {
    ...world,
    client: new webApi.WebClient(world.slack.botToken, clientOptions(world.slack)),
  };
}

/** Connects an app that takes everything and answers nothing. */
async function connectSilently(slack: SlackServer): Promise<void> {
  await once(new WebSocket(slack.sockets.url()), 'open');
}

/** Slack's name for why a call was refused, or null. */
async function refusal(call: Promise<unknown>): Promise<string | null> {
  try {
    await call;
    return null;
  } catch (error) {
    const { data } = error as { data?: { error?: string } };
    return data?.error ?? String(error);
  }
}

const section = (text: string) => ({
  type: 'rich_text' as const,
  elements: [{ type: 'rich_text_section' as const, elements: [{ type: 'text' as const, text }] }],
});
const button = (id: string, text = 'Peek') => ({
  type: 'button' as const,
  action_id: id,
  text: { type: 'plain_text' as const, text },
});
const actions = (...elements: ReturnType<typeof button>[]) => ({
  type: 'actions' as const,
  elements,
});

describe('refusals of the local Slack', () => {
  test.each([
    ['51 blocks', Array.from({ length: 51 }, () => section('a'))],
    ['a text of nothing', [section('')]],
    ['a button of 76', [actions(button('a', 'b'.repeat(76)))]],
    ['26 buttons', [actions(...Array.from({ length: 26 }, (_, at) => button(`${at}`)))]],
    ['one action id twice', [actions(button('a'), button('a'))]],
    [
      'one block id twice',
      [section('a'), section('c')].map((each) => ({ ...each, block_id: 'b' })),
    ],
    ['an unknown field', [{ ...section('a'), colour: 'red' }]],
    ['a block that Charrette does not draw', [{ type: 'divider' as const }]],
  ])('%s', async (_case, blocks) => {
    const { slack, client, general } = await clientWith();
    expect(await refusal(client.chat.postMessage({ channel: general, text: 'a', blocks }))).toBe(
      'invalid_blocks',
    );
    expect(slack.record.violations).toHaveLength(1);
    expect(slack.visible(general)).toEqual([]);
  });

  test('texts, metadata, fields and methods that Slack does not take', async () => {
    const { slack, client, general: channel } = await clientWith();
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'a' });
    const large = { event_type: 'e', event_payload: { text: 'a'.repeat(16_000) } };
    const unnamed = { event_type: '', event_payload: {} };
    const long = section('a'.repeat(5_999));
    const refused = [
      await refusal(client.chat.update({ channel, ts, text: 'a'.repeat(4_001) })),
      await refusal(client.chat.postMessage({ channel, text: '' })),
      await refusal(client.chat.postMessage({ channel, text: 'a', metadata: large })),
      await refusal(client.chat.postMessage({ channel, text: 'a', metadata: unnamed })),
      await refusal(client.chat.postMessage({ channel, text: 'a', blocks: [long, long] })),
      await refusal(client.apiCall('chat.postMessage', { channel, text: 'a', colour: 'red' })),
      await refusal(client.apiCall('chat.shout', { channel, text: 'a' })),
    ];
    expect(refused).toEqual([
      'msg_too_long',
      'no_text',
      'metadata_too_large',
      'invalid_metadata_format',
      'msg_blocks_too_long',
      'invalid_arguments',
      'unknown_method',
    ]);
    expect(slack.record.violations).toHaveLength(refused.length);
  });

  test('a call for which the token lacks the scope', async () => {
    const scopes = ALL_SCOPES.filter((scope) => scope !== 'channels:history');
    const { slack, client, general } = await clientWith({ scopes });
    expect(await refusal(client.conversations.history({ channel: general }))).toBe('missing_scope');
    expect(slack.record.violations[0]).toContain('"needed":"channels:history"');
  });

  test('a response URL more than five times', async () => {
    const { slack, ana, general } = await clientWith();
    await slack.people.slash(ana, general, '/design');
    const { payload } = slack.deliveries.sent[0] ?? {};
    const respond = () =>
      fetch(String(payload?.response_url), { method: 'POST', body: JSON.stringify({ text: 'a' }) });
    const statuses: number[] = [];
    for (let use = 1; use <= 6; use += 1) statuses.push((await respond()).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
    expect(slack.record.violations).toEqual(['response_url: used_url {}']);
  });
});

describe('actions of the local Slack', () => {
  test('an acknowledgement that comes too late is a violation, and the person sees a failure', async () => {
    const { slack, ana, general } = await slackWith({ ackMs: 300 });
    await connectSilently(slack);
    const seen = await slack.people.slash(ana, general, '/design one');
    expect(seen.isAcknowledged).toBe(false);
    expect(seen.privately).toEqual(['Slack: /design failed because the app did not respond']);
    expect(slack.record.violations).toEqual(['late_ack: /design']);
  });

  test('a mention is two events with own ids in a channel, and one in a direct message', async () => {
    const { slack, ana, general } = await slackWith({ retriesMs: [] });
    slack.people.mention(ana, general, 'status');
    slack.people.mention(ana, slack.workspace.direct(ana), 'help');
    await slack.deliveries.settled();
    const { sent } = slack.deliveries;
    expect(sent.map(({ what }) => what).toSorted()).toEqual([
      'app_mention',
      'message.channels',
      'message.im',
    ]);
    expect(new Set(sent.map(({ payload }) => payload.event_id)).size).toBe(3);
  });

  test('messages beyond one a second are put off with Retry-After, and a burst is let through', async () => {
    const { slack, ana, general } = await clientWith({ rateSpeed: 1 });
    const { ts } = slack.people.say(ana, general, 'start');
    const client = new webApi.WebClient(slack.botToken, {
      ...clientOptions(slack),
      rejectRateLimitedCalls: true,
    });
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () =>
        refusal(client.chat.postMessage({ channel: general, thread_ts: ts, text: 'a' })),
      ),
    );
    expect(outcomes.filter((each) => each === null).length).toBeGreaterThanOrEqual(3);
    expect(
      slack.record.calls.filter(({ error }) => error === 'ratelimited').length,
    ).toBeGreaterThan(0);
  });

  test('people see no blocks after these were taken away, and a stone where a parent was', async () => {
    const { slack, client, ana, general: channel } = await clientWith();
    const blocks = [section('*Topic* <@U0> &'), actions(button('a'))];
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'plain', blocks });
    await client.chat.update({ channel, ts, text: 'unseen' });
    expect(slack.visible(channel)).toEqual(['Charrette: *Topic* <@U0> &\n[ Peek ]']);
    await client.chat.update({ channel, ts, text: 'seen <!channel>', blocks: [] });
    expect(slack.visible(channel)).toEqual(['Charrette: seen 📢@channel (edited)']);
    const start = slack.people.say(ana, channel, 'start');
    slack.people.say(ana, channel, 'reply', { thread: start.ts });
    slack.people.remove(start);
    expect(slack.visible(channel, start.ts)).toEqual([
      'Ana: This message was deleted.',
      'Ana: reply',
    ]);
  });
});
