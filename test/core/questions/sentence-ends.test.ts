import { describe, expect, test } from 'vitest';
import { limitShown, type ShownText } from '#core/questions/quoting/shown.ts';
import { widen } from '#core/questions/quoting/widen-quote.ts';
import { readReply } from '#core/questions/replies/reply.ts';
import { readMarkdown } from '#surfaces/discord/incoming/marks.ts';
import { readMrkdwn } from '#surfaces/slack/incoming/marks.ts';
import { code, quotation, saying } from '../../support/designs/shown.ts';
import { processorMs } from '../../support/runner/processor-time.ts';

const LONG =
  'About forty, by the log of the last two weeks, which I have read with care today, all of it and twice';

describe('J10: a quotation takes nothing along that stands behind the end of its sentence', () => {
  test.each([
    [
      'an emoji before a capital',
      'About 40 a minute 😂 Ben owes me a beer',
      'About 40 a minute 😂',
    ],
    [
      'an emoji at the end of its line',
      'About 40 a minute 😂\nlol just kidding',
      'About 40 a minute 😂',
    ],
    ['an emoji of several signs', 'About 40 👨‍👩‍👧 Ben owes me a beer', 'About 40 👨‍👩‍👧'],
    [
      'an emoji by its name',
      'About 40 a minute :joy: Ben owes me a beer',
      'About 40 a minute :joy:',
    ],
    ['a smiley', 'About 40 a minute :) Ben owes me a beer', 'About 40 a minute :)'],
    ['a closing bracket', 'About 40 (ask Ben) The rest is noise', 'About 40 (ask Ben)'],
    ['an exclamation mark', 'About 40! Ben owes me a beer', 'About 40!'],
    ['one within emphasis', '**About 40!** Ben owes me a beer', '**About 40!'],
    ['a full stop and an emoji', 'About 40 a minute. 😂 lol no idea', 'About 40 a minute. 😂'],
    ['a full stop and a remark in brackets', 'About 40 a minute. (lol no)', 'About 40 a minute.'],
    ['a line break', 'About 40 a minute\nBen owes me a beer', 'About 40 a minute'],
    ['a line break behind a long line', `${LONG}\nBen owes me a beer`, LONG],
  ])('J10: %s', (_, text, expected) => {
    expect(widen('About', { text })?.quote).toBe(expected);
  });

  test.each([
    ['words behind an emoji', 'It is not true 🙄 Two people asked', 'Two people asked'],
    ['words behind a bracket', 'It is not true (Ben says) Two people asked', 'Two people asked'],
    ['words behind a remark', 'Not so. (lol two people asked)', 'two people asked'],
    ['a name behind an emoji', 'We do not use 🐘 Postgres', 'Postgres'],
    ['an emoji before a small letter', 'we do not 🙅 use redis', 'use redis'],
    ['a mark that is no emoji', 'We do not use Redis™ Enterprise at all', 'We do not'],
    [
      'an emoji in a language without capitals',
      '二人が頼んだ 😅 わけではありません',
      '二人が頼んだ',
    ],
    ['an item of a list that denies it', 'None of these:\n- Redis 😂 Ben says so', 'Ben says so'],
    ['a sign of code', 'Retry only if state != failed', '= failed'],
    ['an exclamation within brackets', 'Do not (ever!) drop the queue', 'drop the queue'],
    ['an exclamation before a small letter', 'Do NOT!! drop the queue', 'drop the queue'],
    ['a bracket behind an exclamation mark', 'It is no vec![1, 2] any more', '1, 2'],
    ['a bracket behind a full stop', 'Never use call.(now) here', 'now'],
    ['a sign of code before a word', 'Stop it if !paused', 'paused'],
    [
      'a small letter on the next line',
      'We use Redis (two nodes)\nbut never in production',
      'We use Redis',
    ],
  ])('J10: %s never stands without what can deny it', (_, text, quote) => {
    expect(widen(quote, { text })?.quote).toBe(text);
  });
});

describe('J10: a line is quoted alone behind another', () => {
  test.each([
    ['no sign', 'yes\nRedis stays\nNot before June'],
    ['full stops', 'Yes.\nRedis stays.\nNot before June.'],
    ['full stops and no capitals', 'yes.\nredis stays.\nnot before june.'],
    ['an exclamation mark', 'No!\nRedis stays'],
    ['a question mark', 'Why not?\nRedis stays'],
    ['an empty line', 'yes\n\nRedis stays'],
    ['items of a list', '- yes\n- Redis stays'],
    ['numbers', 'Q1: yes\nQ2: Redis stays'],
    ['a full stop in Chinese', '不行。\nRedis stays'],
    ['a full stop in Hindi', 'नहीं।\nRedis stays'],
    ['a full stop in Amharic', 'አይ።\nRedis stays'],
  ])('J10: %s', (_, text) => {
    const quote = text.includes('redis') ? 'redis stays' : 'Redis stays';
    expect(widen(quote, { text })?.quote.replace(/\.$/u, '')).toBe(quote);
  });
});

describe('J10: a quotation from code', () => {
  test.each<[string, ShownText, string, string]>([
    [
      'a block is taken whole',
      saying('See\n', code('```\na: 1\nb: 2\n```')),
      'a: 1',
      '```\na: 1\nb: 2\n```',
    ],
    [
      'the words that lead to a block come along',
      saying('This is wrong:\n', code('```\na: 1\n```'), '\nBen did it.'),
      'a: 1',
      'This is wrong:\n```\na: 1\n```',
    ],
    [
      'code in a sentence is a part of it',
      saying('We use ', code('`pgmq`'), ' a lot. Ben?'),
      'pgmq',
      'We use `pgmq` a lot.',
    ],
    [
      'a block is no sentence of those beside it',
      saying('No.\n', code('```\nyes\n```'), '\nNever.'),
      'yes',
      '```\nyes\n```',
    ],
  ])('J10: %s', (_, said, quote, expected) => {
    expect(widen(quote, said)?.quote).toBe(expected);
  });

  test('J10: of a long block a quotation takes the part that it stands in', () => {
    const rows = Array.from({ length: 200 }, (_, index) => `retries.${index}: ${index}`);
    const { quote = '' } = widen('retries.150', code(`\`\`\`\n${rows.join('\n')}\n\`\`\``)) ?? {};
    expect(quote).toContain('retries.150: 150');
    expect(quote.length).toBeLessThan(700);
  });
});

test.each([
  ['ticks', '`'],
  ['pairs of ticks', '`a` '],
  ['fences', '```\n'],
  ['closed fences', '```a``` '],
  ['short lines', 'a\n'],
  ['lines of quotations', '> a\n'],
  ['quotations and words', '> a\nb\n'],
  ['long quotations', '>>> a\n'],
  ['tildes', '~~~\n'],
  ['exclamation marks', 'a!b '],
  ['exclamation marks and blanks', 'a! b '],
  ['emoji', '😂'],
  ['emoji and capitals', '😂 A b '],
  ['closing brackets', ') A b '],
  ['full stops and brackets', '. (a) '],
  ['backslashes', '\\'],
  ['marks of direction', '\u200f\u2067'],
  ['numbers', 'Q٥: a\n'],
])('A15: a message of %s is read in linear time', (_, sign) => {
  for (const characters of [12_000, 40_000]) {
    const text = sign.repeat(characters / sign.length);
    const reading = () => {
      for (const said of [readMarkdown(text), readMrkdwn(text)].map(limitShown)) {
        readReply(said, [{ id: 'Q5' }]);
        widen('a', said);
      }
    };
    expect(processorMs(reading)).toBeLessThan(1_000);
  }
});

test('P7: of more parts than are recorded, quotations are kept and code is left unmarked', () => {
  const many = saying(
    ...Array.from({ length: 600 }, () => saying(code('`a`'), ' ')),
    quotation('> b'),
  );
  expect(limitShown(many).shown).toEqual([{ kind: 'quotation', from: 2_400, to: 2_403 }]);
});
