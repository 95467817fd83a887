import { describe, expect, test } from 'vitest';
import { wordsToBotOf } from '#acts/gateway/incoming/mentions.ts';
import {
  authorOf,
  isMentioned,
  mentionPatternOf,
  type New,
  parseMessageEvent,
  threadOf,
} from '#surfaces/slack/incoming/message-event.ts';
import { plainWordsOf, readMentions } from '#surfaces/slack/incoming/plain-words.ts';
import { processorMs } from '../../support/runner/processor-time.ts';

const NAMES = new Map([
  ['U1', 'Ana'],
  ['U2', 'A & <b>'],
  ['U0BOT', 'Charrette'],
  ['C4', 'pay'],
  ['S2', 'devs'],
]);

describe('the words that people saw when they wrote them', () => {
  test.each([
    ['plain words', 'plain words'],
    ['&lt;b&gt; &amp; &amp;lt;', '<b> & &lt;'],
    ['ask <@U1> or <@U1|ana>', 'ask @Ana or @Ana'],
    ['<@U2> says &lt;hello&gt;', '@A & <b> says <hello>'],
    ['<@U9> knows <@U8|cleo>', '@U9 knows @cleo'],
    ['in <#C1|general> or <#C2> or <#C3|>, not <#C4>', 'in #general or #C2 or #C3, not #pay'],
    ['<!here> <!channel> <!everyone>', '@here @channel @everyone'],
    ['<!subteam^S1|@ops> <!subteam^S1|ops> <!subteam^S1> <!subteam^S2>', '@ops @ops @S1 @devs'],
    ['<!date^1392734382^{date}|18 February 2014>', '18 February 2014'],
    ['see <https://a.example/x?y=1&amp;z=2>', 'see https://a.example/x?y=1&z=2'],
    ['see <https://a.example|the page>', 'see the page (https://a.example)'],
    ['see <https://a.example|https://a.example>', 'see https://a.example'],
    ['see <http://a.example|a.example>', 'see a.example'],
    ['<mailto:a@b.example|a@b.example> <mailto:a@b.example>', 'a@b.example a@b.example'],
    ['<tel:+123|+1 23> <tel:+123>', '+1 23 +123'],
    ['<https://good.example|https://evil.example>', 'https://evil.example (https://good.example)'],
    ['*bold* _it_ ~no~ `code`', '*bold* _it_ ~no~ `code`'],
    ['```\nif a &lt; b\n```', '```\nif a < b\n```'],
    ['&gt; Q2 Who reads it?\nNobody', '> Q2 Who reads it?\nNobody'],
    ['<not closed', '<not closed'],
    ['<> <|x>', '<> <|x>'],
    ['  around  ', 'around'],
    ['a\u200bb\u202ec\u0000\ud83d', 'abc\ufffd'],
    ['1 < 2 > 1', '1 < 2 > 1'],
  ])('%j', (text, expected) => {
    expect(plainWordsOf({ text }, NAMES).text).toBe(expected);
  });

  test('the people who are mentioned are known once each, and not more than a few', () => {
    const found = readMentions('<@U1> <@U2|b> <#C1> <@U1> <!subteam^S1> <@u3> <@U4');
    expect(found.map(({ id, kind }) => `${kind} ${id}`)).toEqual([
      'person U1',
      'person U2',
      'channel C1',
      'group S1',
    ]);
    const many = Array.from({ length: 100 }, (_, at) => `<@U${at}>`).join('');
    expect(readMentions(many)).toHaveLength(20);
  });

  test.each([
    ['brackets', '<'.repeat(200_000)],
    ['references that never end', '<@U1'.repeat(50_000)],
    ['one that never ends', `<${'a'.repeat(200_000)}`],
    ['bars', '<a|'.repeat(66_000)],
    ['long labels', `<a|${'b'.repeat(2_999)}`.repeat(66)],
    ['escapes', '&amp;'.repeat(40_000)],
    ['blanks', ' '.repeat(200_000)],
  ])('A15: the longest text of %s is read in linear time', (_, text) => {
    const reading = () => {
      plainWordsOf({ text }, NAMES);
      readMentions(text);
      requested(`<@U0BOT>${text}`, true);
    };
    expect(processorMs(reading)).toBeLessThan(1_000);
  });
});

function requested(text: string, isInDesign: boolean, isDirect = false): string | null {
  const spoken = {
    text,
    name: mentionPatternOf('U0BOT'),
    isToBot: isMentioned(text, 'U0BOT'),
    isDirect,
    files: [],
  };
  return wordsToBotOf({ ...spoken, isInDesign });
}

function said(text: string, changes: Partial<New> = {}): New {
  const place = { type: 'message' as const, channel: 'C1', channel_type: 'channel' };
  return { ...place, ts: '2.1', thread_ts: '1.1', user: 'U1', text, ...changes };
}

describe('requests to the bot, which are no words to the design', () => {
  test.each([
    ['  <@U0BOT|charrette>: Status', 'Status'],
    ['status', 'status'],
    ['<@U0BOT> cancel the old contract', null],
    ['<@U1> status', null],
    ['<@U0BOT> Sign in', 'Sign in'],
    ['<@U0BOT> sign-in', 'sign-in'],
    // Without the name it may be an answer.
    ['sign in', null],
    ['<@U0BOT> sign in with what?', null],
  ])('%j in the thread of a design: %j', (text, expected) => {
    expect(requested(text, true)).toBe(expected);
  });

  test('requests outside of designs are all words that name the bot, and in direct messages all words', () => {
    expect(requested('<@U0BOT> keep the queue', false)).toBe('keep the queue');
    expect(requested('keep it', false)).toBeNull();
    expect(requested('keep it', false, true)).toBe('keep it');
  });
});

describe('events that tell of a message', () => {
  const body = (event: object, changes: object = {}) => ({
    type: 'event_callback',
    team_id: 'T1',
    event,
    ...changes,
  });
  const event = { type: 'message', channel: 'C1', ts: '2.1', user: 'U1', text: 'x' };

  test.each([
    ['words', body(event), 'new'],
    ['words with a file', body({ ...event, subtype: 'file_share' }), 'new'],
    [
      'words that are shown in the channel as well',
      body({ ...event, subtype: 'thread_broadcast' }),
      'new',
    ],
    ['a mention', body({ ...event, type: 'app_mention' }), 'new'],
    ['changed words', body({ ...event, subtype: 'message_changed', message: event }), 'changed'],
    ['deleted words', body({ ...event, subtype: 'message_deleted', deleted_ts: '2.1' }), 'deleted'],
  ])('%s', (_, given, kind) => {
    expect(parseMessageEvent(given)?.kind).toBe(kind);
  });

  test.each([
    ['somebody who joins', body({ ...event, subtype: 'channel_join' })],
    ['a change of topic', body({ ...event, subtype: 'channel_topic' })],
    ['something else', body({ type: 'reaction_added' })],
    ['no event', { type: 'url_verification' }],
    ['nothing', null],
  ])('not %s', (_, given) => {
    expect(parseMessageEvent(given)).toBeNull();
  });

  test.each([
    ['a person', {}, 'U1'],
    ['the bot itself', { user: 'U0BOT' }, null],
    ['a person who speaks through an app', { bot_id: 'B1' }, 'U1'],
    ['another bot', { subtype: 'bot_message' }, null],
    ['a person who says what they do', { subtype: 'me_message' }, 'U1'],
    ['Slack', { user: 'USLACKBOT' }, null],
    ['nobody', { user: null }, null],
    ['what is left of a deleted message', { subtype: 'tombstone' }, null],
  ])('the author of words is a person: %s', (_, changes, author) => {
    expect(authorOf({ ...said('x'), ...changes }, 'U0BOT')).toBe(author);
  });

  test('the message that a thread hangs on is not said in it', () => {
    expect(threadOf({ ts: '1.1', thread_ts: '1.1' })).toBeNull();
    expect(threadOf({ ts: '1.1' })).toBeNull();
    expect(threadOf({ ts: '2.1', thread_ts: '1.1' })).toBe('1.1');
  });

  test.each([
    ['without a time', { type: 'message', channel: 'C1' }],
    ['with a time that is none', { ...event, ts: '../../1' }],
    ['without a channel', { ...event, channel: '' }],
  ])('an unreadable one is not taken for handled: %s', (_, given) => {
    expect(() => parseMessageEvent(body(given))).toThrow();
  });
});
