import type { RequestListener } from 'node:http';
import { ErrorCode, WebAPIPlatformError } from '@slack/web-api';
import { describe, expect, it, onTestFinished, test } from 'vitest';
import { ChatFault } from '#ports/chat.ts';
import { documentOfWords } from '#presentation/format/document.ts';
import { faultOf } from '#surfaces/slack/calls/faults.ts';
import { createSlackLogger, createWebClient } from '#surfaces/slack/calls/web-client.ts';
import { listening } from '../../platforms/http.ts';
import { ALL_SCOPES, type SlackServer } from '../../platforms/slack/server.ts';
import { realClock } from '../../support/processes/child-real-clock.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { createMovedClock } from '../../support/runner/moved-clock.ts';
import { ended, never } from '../chat-stories.ts';
import { chatOf, chatThrough, chatWith, quickClock } from './chat-world.ts';

const TOKEN = 'xoxb-1234567890-secret';
const QUESTIONS = { kind: 'list', of: 'questions' } as const;

/** What a call was refused with. */
async function faultIn(call: Promise<unknown>): Promise<ChatFault> {
  const error = await call.then(
    (answer) => new Error(`it was not refused, but answered ${String(answer)}`),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ChatFault)) throw error;
  return error;
}

describe('a place that is gone is unreachable, in words about what to do', () => {
  const away: [string, (slack: SlackServer, channel: string) => unknown, RegExp][] = [
    [
      'an archived channel',
      (slack, channel) => slack.workspace.archive(channel),
      /archived: unarchive it.*is_archived/,
    ],
    [
      'a bot that was removed',
      (slack, channel) => slack.workspace.removeBot(channel),
      /\/invite.*not_in_channel/,
    ],
    [
      'a token that was revoked',
      (slack) => slack.workspace.revoke(),
      /install it again.*token_revoked/,
    ],
  ];
  test.each(away)('%s', async (_, take, words) => {
    const { slack, chat, general, message } = await chatWith();
    const said = message(QUESTIONS);
    const receipt = await chat.post(said, never);
    take(slack, general);
    const refused = { kind: 'unreachable', message: expect.stringMatching(words) };
    expect(await faultIn(chat.post(said, never))).toMatchObject(refused);
    expect(await faultIn(chat.edit({ ...said, receipt }, never))).toMatchObject(refused);
    // What is archived can still be read.
    const found = await chat.findPosted(said, never).catch((error: unknown) => error);
    if (found !== receipt) expect(found).toMatchObject(refused);
  });

  test('a thread and a message that were deleted, for good', async () => {
    const { slack, chat, general, thread, message } = await chatWith();
    const said = message(QUESTIONS);
    const receipt = await chat.post(said, never);
    for (const ts of [receipt, thread]) {
      const there = slack.workspace.find(general, ts);
      if (there !== undefined) slack.people.remove(there);
    }
    expect(await faultIn(chat.edit({ ...said, receipt }, never))).toMatchObject({
      kind: 'refused',
    });
    expect(await faultIn(chat.findPosted(said, never))).toMatchObject({ kind: 'gone' });
  });

  test('P13: a post that Slack puts into the channel for want of its thread is removed again', async () => {
    const { slack, chat, general, thread, place, message } = await chatWith();
    const root = slack.workspace.find(general, thread);
    if (root === undefined) throw new Error('there is no thread');
    slack.people.remove(root);
    const gone = { kind: 'gone', message: expect.stringContaining('was deleted') };
    slack.faults.script('chat.delete', 'failed_before', 'cut_after');
    expect(await faultIn(chat.post(message(QUESTIONS), never))).toMatchObject(gone);
    expect(slack.visible(general)).toEqual([]);
    expect(await faultIn(chat.say(place, documentOfWords('Words.'), never))).toMatchObject(gone);
    expect(slack.visible(general)).toEqual([]);
    slack.workspace.refused.set('chat.delete', 'restricted_action');
    slack.record.allow(/restricted_action/);
    expect(await faultIn(chatOf(slack).post(message(QUESTIONS), never))).toMatchObject(gone);
    expect(slack.visible(general)).toHaveLength(1);
  });

  test('P13: in a thread that was lost before, nothing is posted while Slack does not say that it is there', async () => {
    const { slack, design, message } = await chatWith();
    const log = keepLog();
    const chat = chatOf(slack, quickClock, log);
    const lost = { about: 'thread', unreachable: 'It is gone.' } as const;
    const gates = design.gates.slice(0, 1).map((gate) => ({ ...gate, ...lost }));
    const known = message(QUESTIONS, { design: { ...design, gates } });
    slack.faults.script('conversations.replies', 'failed_before');
    expect(await faultIn(chat.post(known, never))).toMatchObject({ kind: 'passing' });
    expect(slack.record.callsOf('chat.postMessage')).toEqual([]);
    expect(log.events).toEqual([]);
    slack.workspace.refused.set('conversations.replies', 'missing_scope');
    slack.record.allow(/missing_scope/);
    await chat.post(known, never);
    expect(log.events.map(({ event }) => event)).toEqual(['thread_not_looked_into']);
  });

  test('P4: an app that may not read cannot look, and then says nothing a second time', async () => {
    const scopes = ALL_SCOPES.filter((scope) => scope !== 'channels:history');
    const { slack, chat, message } = await chatWith({ scopes });
    slack.record.allow(/missing_scope/);
    expect(await faultIn(chat.findPosted(message(QUESTIONS), never))).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('install it again with all scopes'),
    });
    expect(slack.record.callsOf('chat.postMessage')).toEqual([]);
  });
});

describe('passing faults', () => {
  it('a limit says how long to wait, and no call of its kind is made before', async () => {
    const { slack, message } = await chatWith();
    const now = realClock.now();
    const { clock, pass } = createMovedClock({ ...realClock, now: () => now });
    const chat = chatOf(slack, clock);
    slack.faults.script('chat.postMessage', 'limited');
    const first = await faultIn(chat.post(message(QUESTIONS), never));
    expect(first).toMatchObject({ kind: 'passing', retryAfterMs: 1_000 });
    const second = await faultIn(chat.post(message(QUESTIONS), never));
    expect(second.kind).toBe('passing');
    expect(second.retryAfterMs).toBe(1_000);
    expect(slack.record.callsOf('chat.postMessage')).toHaveLength(1);
    expect(await chat.findPosted(message(QUESTIONS), never)).toBeNull();
    pass(1_000);
    expect(await chat.post(message(QUESTIONS), never)).not.toBe('');
  });

  it('a limit in one channel holds nothing up in another', async () => {
    const { slack, chat, message } = await chatWith();
    const elsewhere = {
      platform: 'slack',
      channel: slack.workspace.addChannel('other'),
      thread: '',
      starter: '',
    };
    slack.faults.script('chat.postMessage', 'limited');
    await faultIn(chat.post(message(QUESTIONS), never));
    await chat.post(message({ kind: 'card' }, { thread: elsewhere }), never);
    expect(slack.visible(elsewhere.channel)).toHaveLength(1);
  });

  const odd: [string, RequestListener, Partial<ChatFault>][] = [
    ['status 503', (_, answer) => answer.writeHead(503).end('upstream'), { kind: 'passing' }],
    ['status 404', (_, answer) => answer.writeHead(404).end('no'), { kind: 'refused' }],
    [
      'a limit that names no time',
      (_, answer) => answer.writeHead(429).end('slow down'),
      { kind: 'passing', retryAfterMs: 1_000 },
    ],
    [
      'a page in between',
      (_, answer) => answer.end('<html>Sign in, xoxb-1234567890-secret</html>'),
      { kind: 'passing' },
    ],
    [
      'JSON of somebody else',
      (_, answer) => answer.end('{"error":"Something & <b>else</b>"}'),
      { kind: 'passing' },
    ],
    ['yes, and nothing else', (_, answer) => answer.end('{"ok":true}'), { kind: 'passing' }],
    [
      'half an answer',
      (_, answer) => {
        answer.writeHead(200, { 'content-length': '1000' }).write('{"ok":true,');
        setImmediate(() => answer.socket?.resetAndDestroy());
      },
      { kind: 'passing' },
    ],
  ];
  test.each(odd)('%s', async (_, answer, expected) => {
    const { chat } = await chatAt(answer);
    const thread = { platform: 'slack', channel: 'C1', thread: '1.1', starter: '' };
    const message = {
      id: 'eff-1',
      thread,
      post: QUESTIONS,
      design: ended(),
      after: null,
      under: null,
    };
    for (const call of [() => chat.post(message, never), () => chat.findPosted(message, never)]) {
      const fault = await faultIn(call());
      expect(fault).toMatchObject(expected);
      expect(fault.message).not.toMatch(/xoxb|html|<b>|127\.0\.0\.1/);
    }
  });

  it('nobody at the other end, and somebody who does not answer in time', async () => {
    const silent = await chatAt(() => undefined, { timeoutMs: 100 });
    const gone = await chatAt(() => undefined);
    await gone.close();
    const thread = { platform: 'slack', channel: 'C1', thread: '1.1', starter: '' };
    const reply = { id: 'slack:C1:1.1', mark: 'answered' } as const;
    const refusalOf = ({ chat }: typeof gone) => faultIn(chat.acknowledge(thread, reply, never));
    expect(await refusalOf(silent)).toMatchObject({
      kind: 'passing',
      message: 'Slack could not be reached: it did not answer in time.',
    });
    expect(await refusalOf(gone)).toMatchObject({
      kind: 'passing',
      message: 'Slack could not be reached: ECONNREFUSED.',
    });
  });
});

test.each([
  ['internal_error', 'passing'],
  ['ratelimited', 'passing'],
  ['invalid_auth', 'unreachable'],
  ['missing_scope', 'refused'],
  ['channel_not_found', 'unreachable'],
  ['restricted_action_read_only_channel', 'unreachable'],
  ['team_access_not_granted', 'unreachable'],
  ['invalid_blocks', 'refused'],
  ['something_new', 'refused'],
  ['constructor', 'refused'],
])('Slack’s %s is %s, and said with its name', (error, kind) => {
  const fault = faultOf(new WebAPIPlatformError({ ok: false, error }));
  expect(fault.kind).toBe(kind);
  expect(fault.message).toContain(error);
  expect(fault.message).toMatch(/^[A-Z].*[.)]$/);
});

test.each([
  ['restricted_action', 'unreachable', 'ask an administrator'],
  ['restricted_action_read_only_channel', 'unreachable', 'use another channel'],
  ['is_archived', 'unreachable', 'unarchive it'],
  ['not_in_channel', 'unreachable', '/invite'],
  ['channel_not_found', 'unreachable', '/invite'],
  ['token_revoked', 'unreachable', 'install it again'],
  ['invalid_blocks', 'refused', 'report it'],
  ['msg_blocks_too_long', 'refused', 'report it'],
  ['msg_too_long', 'refused', 'report it'],
])(
  'a message that Slack refuses with %s is %s, with a reason and a next step',
  (error, kind, step) => {
    const fault = faultOf(new WebAPIPlatformError({ ok: false, error }), true);
    expect([fault.kind, fault.message]).toEqual([kind, expect.stringContaining(step)]);
  },
);

test.each([
  ['restricted_action_thread_only_channel', 'unreachable'],
  ['restricted_action_non_threadable_channel', 'unreachable'],
  ['restricted_action_thread_locked', 'unreachable'],
  ['two_factor_setup_required', 'unreachable'],
  ['message_limit_exceeded', 'unreachable'],
  ['thread_not_found', 'gone'],
])('a message that Slack refuses with %s is %s, with Slack’s code', (error, kind) => {
  const fault = faultOf(new WebAPIPlatformError({ ok: false, error }), true);
  expect([fault.kind, fault.message]).toEqual([kind, `Slack refused the call: ${error}.`]);
});

test('a rule that forbids a message to an app forbids every message of it', () => {
  for (const error of ['missing_scope', 'no_permission', 'restricted_action'])
    expect(faultOf(new WebAPIPlatformError({ ok: false, error }), true).kind).toBe('unreachable');
});

test('A11: an error that is no fault of Slack is a defect, and not taken for one', () => {
  const defect = new TypeError('x is undefined');
  expect(() => faultOf(defect)).toThrow(defect);
  expect(Object.values(ErrorCode)).toContain('slack_webapi_platform_error');
});

test('a file that is not there is refused before anything is uploaded', async () => {
  const { slack, message } = await chatWith();
  const web = createWebClient({ token: slack.botToken, apiUrl: slack.apiUrl, log: keepLog() });
  for (const content of [null, Buffer.of()]) {
    const chat = chatThrough(web, async () => content, realClock, keepLog());
    expect(
      await faultIn(chat.post(message({ kind: 'files', of: 'outcome' }), never)),
    ).toMatchObject({
      kind: 'refused',
      message: 'brief.md is missing or empty, so it cannot be uploaded.',
    });
  }
  expect(slack.record.calls).toEqual([]);
});

describe('being told to stop', () => {
  it('P4: no call is begun any more, and one that has begun is seen to its end', async () => {
    const { slack, chat, general, thread, message } = await chatWith();
    const stopping = new AbortController();
    const posting = chat.post(message(QUESTIONS), stopping.signal);
    stopping.abort();
    expect(await posting).toBe(slack.visibleMessages(general, thread).at(-1)?.ts);
    expect(await faultIn(chat.post(message(QUESTIONS), stopping.signal))).toMatchObject({
      kind: 'passing',
    });
    expect(await faultIn(chat.findPosted(message(QUESTIONS), stopping.signal))).toMatchObject({
      kind: 'passing',
    });
    expect(slack.record.calls).toHaveLength(1);
  });
});

test('D6: Slack’s libraries tell the log neither payloads nor addresses, and not at any length', async () => {
  const log = keepLog();
  const logger = createSlackLogger(log);
  for (const tell of [logger.debug, logger.info]) tell('http request body: {"text":"a secret"}');
  logger.setLevel(logger.getLevel());
  logger.warn('Failed to reach wss://wss-primary.slack.com/link/?ticket=abc at once', {
    text: 'a secret',
  });
  logger.error(new Error('x'.repeat(10_000)));
  expect(log.events).toEqual([
    { event: 'slack_library', facts: { said: 'Failed to reach (address) at once' } },
    { event: 'slack_library', facts: { said: `Error: ${'x'.repeat(293)}` } },
  ]);
  const { slack, message } = await chatWith();
  const web = createWebClient({ token: slack.botToken, apiUrl: slack.apiUrl, log });
  const chat = chatThrough(web, async () => null, realClock, keepLog());
  await chat.post(message(QUESTIONS), never);
  slack.faults.script('chat.postMessage', 'cut_after');
  await faultIn(chat.post(message(QUESTIONS), never));
  expect(JSON.stringify(log.events.slice(2))).not.toMatch(/jobs a minute|xoxb|127\.0\.0\.1/);
});

/** A chat that talks to somebody who is not Slack. */
async function chatAt(answer: RequestListener, options: { readonly timeoutMs?: number } = {}) {
  const { origin, close } = await listening(
    async (request, response) => answer(request, response),
    String,
  );
  onTestFinished(close);
  const web = createWebClient({
    token: TOKEN,
    apiUrl: `${origin}/api/`,
    log: keepLog(),
    ...options,
  });
  return {
    chat: chatThrough(web, async () => null, realClock, keepLog()),
    close,
  };
}
