import { expect, onTestFinished, test } from 'vitest';
import { isFrom } from '../../../src/acts/gateway/attachments.ts';
import { requestIn, withoutName } from '../../../src/acts/gateway/messages/mentions.ts';
import { download, originsOf } from '../../../src/surfaces/discord/incoming/download.ts';
import { nameOf } from '../../../src/surfaces/discord/incoming/people.ts';
import {
  isMentioned,
  nameOfBot,
  plainWords,
  wordsIn,
} from '../../../src/surfaces/discord/incoming/plain-words.ts';
import { listening } from '../../platforms/http.ts';
import { realClock } from '../../support/child-real-clock.ts';
import { processorMs } from '../../support/processor-time.ts';

const NAMES = new Map([['1', 'Ana']]);

test.each([
  ['<@1> and <@!1> and <@2>', '@Ana and @Ana and @somebody'],
  ['<@&7> in <#8>', '@group in #channel'],
  ['<:party:123> <a:wave:45>', ':party: :wave:'],
  ['<t:1700000000:R>, <t:1700000000>', '14 Nov 2023, 22:13 UTC, 14 Nov 2023, 22:13 UTC'],
  ['<t:99999999999999999:R>', '<t:99999999999999999:R>'],
  ['</design start:9>', '/design start'],
  ['see <https://example.org/a?b=1>', 'see https://example.org/a?b=1'],
  ['a < b and b > c, <b>bold</b>', 'a < b and b > c, <b>bold</b>'],
  ['> Q1 How many?\n500\u202e', '> Q1 How many?\n500'],
])('A15: %j reads as %j', (markup, words) => {
  expect(plainWords(markup, NAMES)).toBe(words);
});

test('A15: markup without an end is read in linear time', () => {
  const markup = '<@1'.repeat(20_000);
  expect(processorMs(() => expect(plainWords(markup, NAMES)).toBe(markup))).toBeLessThan(2_000);
});

test('a forwarded message is read with the words that came with it', () => {
  const message_snapshots = [{ message: { content: 'It lost jobs in March.' } }];
  expect(wordsIn({ content: 'See:', message_snapshots })).toBe('See:\n\nIt lost jobs in March.');
  expect(wordsIn({ content: '', message_snapshots })).toBe('It lost jobs in March.');
  expect(wordsIn({ content: 'Yes.' })).toBe('Yes.');
});

test.each([
  ['<@!9>, Status', false, true, 'Status'],
  ['<@8> status', false, true, null],
  ['status', false, true, 'status'],
  ['cancel the old queue', true, true, null],
  ['hello', true, false, 'hello'],
  ['hello', false, false, null],
])('%j (direct: %s, in a design: %s) asks for %j', (text, isDirect, isInDesign, asked) => {
  const spoken = { text, name: nameOfBot('9'), isToBot: isMentioned(text, '9'), isDirect, files: [] };
  expect(requestIn({ ...spoken, isInDesign })).toBe(asked);
});

test('the name of the bot is no part of what is recorded, in front of it', () => {
  expect(withoutName('<@!9> 900 it is', nameOfBot('9'), 'front')).toBe('900 it is');
});

test('a name is what people see in the server, on one line and within bounds', () => {
  const user = { id: '1', username: 'ana', global_name: 'Ana', bot: false };
  expect(nameOf(user, { nick: 'Ana B.\n', roles: [] })).toBe('Ana B.');
  expect(nameOf(user, null)).toBe('Ana');
  expect(nameOf({ ...user, global_name: '\u200b' }, null)).toBe('ana');
  expect(nameOf({ ...user, global_name: 'x'.repeat(500) }, null)).toHaveLength(198);
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
    if (incoming.url === '/away') outgoing.writeHead(302, { location: '/text' }).end();
    else outgoing.end(incoming.url === '/large' ? 'x'.repeat(2_000) : 'words');
  }, String);
  onTestFinished(close);
  const fetched = (path: string) => download({ url: `${origin}${path}` }, `${origin}/api`, 1_000, realClock);
  expect(await fetched('/text')).toEqual({ bytes: Buffer.from('words') });
  expect(await fetched('/away')).toMatchObject({ why: 'unreachable' });
  expect(await fetched('/large')).toMatchObject({ why: 'too_large' });
  expect(
    await download({ url: `${origin}/text` }, 'https://discord.com/api', 1_000, realClock),
  ).toMatchObject({
    why: 'elsewhere',
  });
  expect(seen).toEqual([undefined, undefined, undefined]);
});
