import { expect, onTestFinished, test } from 'vitest';
import { isFrom } from '#acts/gateway/attachments.ts';
import { removeBotName, wordsToBotOf } from '#acts/gateway/incoming/mentions.ts';
import { Message } from '#surfaces/discord/calls/wire.ts';
import { filesIn, textIn, unreadableIn, wordsIn } from '#surfaces/discord/incoming/contents.ts';
import { download, originsOf } from '#surfaces/discord/incoming/download.ts';
import { writerOf } from '#surfaces/discord/incoming/origin.ts';
import { memberNameOf } from '#surfaces/discord/incoming/people.ts';
import { isMentioned, nameOfBot, plainWordsOf } from '#surfaces/discord/incoming/plain-words.ts';
import { unhurriedClock } from '../../entry/pace.ts';
import { listening } from '../../platforms/http.ts';
import { processorMs } from '../../support/runner/processor-time.ts';

const NAMES = new Map([
  ['@1', 'Ana'],
  ['@&5', 'Architects'],
  ['#6', 'queue'],
]);

test.each([
  ['<@1> and <@!1> and <@2>', '@Ana and @Ana and @2'],
  ['<@&5> and <@&7>, <#6> and <#8>', '@Architects and @7, #queue and #8'],
  ['<:party:123> <a:wave:45>', ':party: :wave:'],
  ['<t:1700000000:R>, <t:1700000000>', '14 Nov 2023, 22:13 UTC, 14 Nov 2023, 22:13 UTC'],
  ['<t:99999999999999999:R>', '<t:99999999999999999:R>'],
  ['</design start:9>', '/design start'],
  ['see <https://example.org/a?b=1>', 'see https://example.org/a?b=1'],
  ['a < b and b > c, <b>bold</b>', 'a < b and b > c, <b>bold</b>'],
  ['> Q1 How many?\n500\u202e', '> Q1 How many?\n500'],
])('A15: %j reads as %j', (markup, words) => {
  expect(plainWordsOf({ text: markup }, NAMES).text).toBe(words);
});

test('A15: markup without an end is read in linear time', () => {
  const markup = '<@1'.repeat(20_000);
  expect(
    processorMs(() => expect(plainWordsOf({ text: markup }, NAMES).text).toBe(markup)),
  ).toBeLessThan(2_000);
});

const messageOf = (more: object) =>
  Message.parse({ id: '1', channel_id: '2', type: 0, author: { id: '3' }, ...more });
const alert = {
  title: 'Queue is full',
  description: 'since 10:02',
  fields: [{ name: 'depth', value: '900' }],
};
const ALERT_WORDS = 'Queue is full\nsince 10:02\ndepth: 900';

test.each([
  ['words', { content: 'Yes.' }, 'Yes.', 'Yes.'],
  [
    'a preview of a link',
    { content: 'See https://a.example', embeds: [alert] },
    'See https://a.example',
    null,
  ],
  [
    'what was forwarded, below their own words',
    { content: 'See:', message_snapshots: [{ message: { content: 'It lost jobs.' } }] },
    'See:\n\nIt lost jobs.',
    null,
  ],
  [
    'a forwarded alert',
    { message_snapshots: [{ message: { embeds: [alert] } }] },
    ALERT_WORDS,
    ALERT_WORDS,
  ],
  ['an alert of an app', { embeds: [alert, { image: { url: 'x' } }] }, '', ALERT_WORDS],
  [
    'components of an app',
    { components: [{ type: 17, components: [{ type: 10, content: 'Down' }] }] },
    '',
    'Down',
  ],
  ['an embed of an unknown shape', { content: 'Yes.', embeds: 'nonsense' }, 'Yes.', 'Yes.'],
])('a message with %s: what its author said, and all that can be read', (_, more, said, shown) => {
  const message = messageOf(more);
  expect(wordsIn(message).text).toBe(said);
  if (shown !== null) expect(textIn(message).text).toBe(shown);
});

test.each([
  ['a poll', { poll: { question: { text: 'Which?' } } }, ['a poll']],
  ['a sticker', { sticker_items: [{ id: '1', name: 'wave', format_type: 1 }] }, ['a sticker']],
  [
    'a voice message',
    { flags: 8_192, attachments: [{ id: '4', filename: 'voice.ogg' }] },
    ['a voice message'],
  ],
  [
    'a forwarded sticker',
    { message_snapshots: [{ message: { sticker_items: [{}] } }] },
    ['a sticker', 'what was forwarded'],
  ],
  ['a file', { attachments: [{ id: '4', filename: 'load.md' }] }, []],
])('%s: what cannot be read is named', (_, more, kinds) => {
  const message = messageOf(more);
  expect(unreadableIn(message)).toEqual(kinds);
  expect(filesIn(message)).toHaveLength(kinds.length === 0 ? 1 : 0);
});

test.each([
  ['a person', {}, 'person'],
  ['this bot', { author: { id: '9', bot: true } }, 'own'],
  ['another bot', { author: { id: '3', bot: true } }, 'another'],
  ['a webhook that is not marked as a bot', { webhook_id: '5' }, 'another'],
  ['an app that answers a command', { type: 20, author: { id: '3', bot: true } }, 'another'],
  ['Discord itself', { author: { id: '3', system: true } }, 'another'],
  ['nobody: somebody joined', { type: 7 }, 'event'],
])('A24: the writer is %s', (_, more, writer) => {
  expect(writerOf(messageOf(more), '9')).toBe(writer);
});

test.each([
  ['<@!9>, Status', false, true, 'Status'],
  ['<@8> status', false, true, null],
  ['status', false, true, 'status'],
  ['cancel the old queue', true, true, null],
  ['hello', true, false, 'hello'],
  ['hello', false, false, null],
])('%j (direct: %s, in a design: %s) asks for %j', (text, isDirect, isInDesign, asked) => {
  const spoken = {
    text,
    name: nameOfBot('9'),
    isToBot: isMentioned(text, '9'),
    isDirect,
    files: [],
  };
  expect(wordsToBotOf({ ...spoken, isInDesign })).toBe(asked);
});

test('the name of the bot is no part of what is recorded, in front of it', () => {
  expect(removeBotName('<@!9> 900 it is', nameOfBot('9'), 'front')).toBe('900 it is');
});

test('a name is what people see in the server, on one line and within bounds', () => {
  const user = { id: '1', username: 'ana', global_name: 'Ana', bot: false };
  expect(memberNameOf(user, { nick: 'Ana B.\n', roles: [] })).toBe('Ana B.');
  expect(memberNameOf(user, null)).toBe('Ana');
  expect(memberNameOf({ ...user, global_name: '\u200b' }, null)).toBe('ana');
  expect(memberNameOf({ ...user, global_name: 'x'.repeat(500) }, null)).toHaveLength(198);
});

test.each([
  ['https://cdn.discordapp.com/attachments/1/2/a.md?ex=1', true],
  ['https://media.discordapp.net/attachments/1/2/a.md', true],
  ['http://cdn.discordapp.com/attachments/1/2/a.md', false],
  ['https://cdn.discordapp.com.example.org/a.md', false],
  ['https://cdn.discordapp.com@example.org/a.md', false],
  ['file:///etc/passwd', false],
  ['nonsense', false],
])('files are fetched from Discord alone: %s', (url, isAllowed) => {
  expect(isFrom(originsOf('https://discord.com/api'), url)).toBe(isAllowed);
});

test('a download follows nobody elsewhere, reads no more than it may, and takes no token along', async () => {
  const seen: (string | undefined)[] = [];
  const { origin, close } = await listening(async (incoming, outgoing) => {
    seen.push(incoming.headers.authorization);
    const to = { '/moved': '/text', '/away': 'http://localhost:1/text' }[incoming.url ?? ''];
    if (to !== undefined) outgoing.writeHead(302, { location: to }).end();
    else outgoing.end(incoming.url === '/large' ? 'x'.repeat(2_000) : 'words');
  }, String);
  onTestFinished(close);
  const fetched = (path: string) =>
    download({ url: `${origin}${path}` }, `${origin}/api`, 1_000, unhurriedClock());
  expect(await fetched('/text')).toEqual({ bytes: Buffer.from('words') });
  expect(await fetched('/moved')).toEqual({ bytes: Buffer.from('words') });
  expect(await fetched('/away')).toMatchObject({ why: { kind: 'elsewhere' } });
  expect(await fetched('/large')).toMatchObject({ why: { kind: 'too_large' } });
  expect(
    await download({ url: `${origin}/text` }, 'https://discord.com/api', 1_000, unhurriedClock()),
  ).toMatchObject({
    why: { kind: 'elsewhere' },
  });
  expect(seen).toEqual(Array.from({ length: 5 }));
});
