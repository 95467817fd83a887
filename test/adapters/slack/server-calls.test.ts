import { webApi } from '@slack/bolt';
import { describe, expect, test } from 'vitest';
import { ALL_SCOPES, type SlackOptions } from '../../platforms/slack/server.ts';
import { clientOptions, slackWith } from './small-app.ts';

async function clientWith(options: SlackOptions = {}) {
  const world = await slackWith(options);
  return { ...world, client: new webApi.WebClient(world.slack.botToken, clientOptions(world.slack)) };
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
const actions = (...elements: ReturnType<typeof button>[]) => ({ type: 'actions' as const, elements });

describe('what the local Slack refuses', () => {
  test.each([
    ['51 blocks', Array.from({ length: 51 }, () => section('a'))],
    ['a text of nothing', [section('')]],
    ['a button of 76', [actions(button('a', 'b'.repeat(76)))]],
    ['26 buttons', [actions(...Array.from({ length: 26 }, (_, at) => button(`${at}`)))]],
    ['one action id twice', [actions(button('a'), button('a'))]],
    ['one block id twice', [section('a'), section('c')].map((each) => ({ ...each, block_id: 'b' }))],
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

  test('what the world took away: channels, messages, threads and the token', async () => {
    const { slack, client, ana, general: channel } = await clientWith();
    const apart = slack.workspace.addChannel('apart', 'private', [ana]);
    const open = slack.workspace.addChannel('open', 'public', [ana]);
    const old = slack.workspace.addChannel('old');
    slack.workspace.archive(old);
    const post = (to: string, thread?: string) =>
      refusal(client.chat.postMessage({ channel: to, text: 'a', ...(thread && { thread_ts: thread }) }));
    const refused = [
      await post(apart),
      await post(open),
      await post(old),
      await post(channel, '1.000001'),
      await refusal(client.chat.update({ channel, ts: '1.000001', text: 'a' })),
    ];
    slack.workspace.revoke();
    refused.push(await post(channel));
    expect(refused).toEqual([
      'channel_not_found',
      'not_in_channel',
      'is_archived',
      'thread_not_found',
      'message_not_found',
      'token_revoked',
    ]);
    expect(slack.record.violations).toEqual([]);
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

describe('what the local Slack does', () => {
  test('a file is uploaded into a thread, and read only with the token', async () => {
    const { slack, client, ana, general } = await clientWith();
    const { ts } = slack.people.say(ana, general, 'start');
    await client.filesUploadV2({
      channel_id: general,
      thread_ts: ts,
      filename: 'brief.md',
      content: '# Decision',
      initial_comment: 'The brief.',
    });
    expect(slack.visible(general, ts)).toEqual(['Ana: start', 'Charrette: The brief.\n📎 brief.md']);
    const replies = await client.conversations.replies({ channel: general, ts });
    const url = replies.messages?.[1]?.files?.[0]?.url_private ?? '';
    const headers = { authorization: `Bearer ${slack.botToken}` };
    expect(await (await fetch(url, { headers })).text()).toBe('# Decision');
    expect(await (await fetch(url)).text()).toContain('<title>Sign in to Slack</title>');
    expect(slack.record.violations).toEqual([]);
  });

  test('a post whose answer was lost is found by the metadata it carries', async () => {
    const { slack, client, ana, general } = await clientWith();
    const { ts } = slack.people.say(ana, general, 'start');
    slack.faults.script('chat.postMessage', 'failed_after', 'cut_after', 'cut_before', 'failed_before');
    const metadata = { event_type: 'charrette_post', event_payload: { id: 'e1' } };
    await client.chat.postMessage({ channel: general, thread_ts: ts, text: 'a', metadata });
    expect(slack.record.callsOf('chat.postMessage').map(({ mishap }) => mishap)).toEqual([
      'failed_after',
      'cut_after',
      'cut_before',
      'failed_before',
      null,
    ]);
    const found: unknown[] = [];
    const pages = client.paginate('conversations.replies', {
      channel: general,
      ts,
      limit: 2,
      include_all_metadata: true,
    });
    for await (const page of pages) {
      if ('messages' in page && Array.isArray(page.messages)) found.push(...page.messages.slice(1));
    }
    expect(found).toMatchObject([{ metadata }, { metadata }, { metadata }]);
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
    expect(slack.record.calls.filter(({ error }) => error === 'ratelimited').length).toBeGreaterThan(0);
  });

  test('what a person sees has no blocks left after they were taken away, and a stone where a parent was', async () => {
    const { slack, client, ana, general: channel } = await clientWith();
    const blocks = [section('*Topic* <@U0> &'), actions(button('a'))];
    const { ts = '' } = await client.chat.postMessage({ channel, text: 'plain', blocks });
    await client.chat.update({ channel, ts, text: 'unseen' });
    expect(slack.visible(channel)).toEqual(['Charrette: *Topic* <@U0> &\n[ Peek ]']);
    await client.chat.update({
      channel,
      ts,
      text: 'seen <!channel> <@U0> &amp; <https://a.example|more>',
      blocks: [],
    });
    expect(slack.visible(channel)).toEqual([
      'Charrette: seen 📢@channel @U0 & more (https://a.example) (edited)',
    ]);
    const start = slack.people.say(ana, channel, 'start');
    slack.people.say(ana, channel, 'reply', { thread: start.ts });
    slack.people.remove(start);
    expect(slack.visible(channel, start.ts)).toEqual(['Ana: This message was deleted.', 'Ana: reply']);
  });
});
