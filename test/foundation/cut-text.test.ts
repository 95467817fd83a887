import { expect, test } from 'vitest';
import { isStorable } from '../../src/core/vocabulary/text.ts';
import {
  cutBytes,
  cutInside,
  cutMiddle,
  cutPart,
  cutText,
  cutWords,
  listSentences,
} from '../../src/foundation/cut-text.ts';

test.each([
  ['', 3, ''],
  ['abc', 3, 'abc'],
  ['abcd', 3, 'abc'],
  ['ab🧭', 4, 'ab🧭'],
  ['ab🧭', 3, 'ab'],
  ['ab🧭cd', 4, 'ab🧭'],
  ['a\u0000b', 3, 'a\ufffdb'],
  ['\udc00\ud800', 2, '\ufffd\ufffd'],
])(
  'P7: a text is cut to its bound, and to what can be stored: %j at %i',
  (text, bound, expected) => {
    expect(cutText(text, bound)).toBe(expected);
    expect(isStorable(cutText(text, bound))).toBe(true);
  },
);

test('P7: a mark that does not fit into the bound is left out', () => {
  expect(cutText('abcdef', 5, '[…]')).toBe('ab[…]');
  expect(cutText('abcdef', 2, '[…]')).toBe('ab');
});

/** Letters of several code units, and the longest that is kept whole. */
const LETTERS = [
  '👩‍👩‍👧‍👦',
  '🇩🇪',
  'e\u0301',
  '🧭',
  '각',
  'क्षि',
  `a${'\u0301'.repeat(63)}`,
  'x',
  ' ',
];
const lettersOf = (text: string) =>
  [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].map(
    ({ segment }) => segment,
  );

test.each([
  ['cutText', (text: string, bound: number) => cutText(text, bound)],
  ['cutText with a mark', (text: string, bound: number) => cutText(text, bound, '…')],
  ['cutWords', cutWords],
  ['cutInside', cutInside],
  ['cutMiddle', cutMiddle],
  ['cutBytes', (text: string, bound: number) => cutBytes(text, bound, '…')],
  ['cutPart', (text: string, bound: number) => cutPart(text, 70, 70 + bound)],
  ['cutPart to the end', (text: string, bound: number) => cutPart(text, text.length - bound)],
])('P7: no letter is cut inside, at any bound: %s', (_, cut) => {
  const text = Array.from({ length: 60 }, (_, at) => LETTERS[(at * at) % LETTERS.length]).join('');
  const whole = new Set([...lettersOf(text), ...lettersOf('…[ 0123456789,characters left out]\n')]);
  for (let bound = 66; bound < 400; bound += 1) {
    const part = cut(text, bound);
    expect(part.isWellFormed()).toBe(true);
    expect(part.length).toBeLessThanOrEqual(bound);
    expect(
      lettersOf(part).filter((letter) => !whole.has(letter)),
      `${bound}`,
    ).toEqual([]);
  }
});

test('P7: a letter of ten thousand marks is cut between its characters, and takes nothing else along', () => {
  const long = `before a${'\u0301\u{1d165}'.repeat(10_000)}`;
  for (const bound of [1_000, 1_001, 1_002]) {
    expect(cutText(long, bound).length).toBeGreaterThanOrEqual(bound - 1);
    expect(cutPart(long, bound).length).toBeGreaterThanOrEqual(long.length - bound - 1);
    expect(cutText(long, bound).isWellFormed() && cutPart(long, bound).isWellFormed()).toBe(true);
  }
});

test.each([
  [['Retry if state != failed. ', 'Else stop.']],
  [['No! ', 'Never use !paused or ![a](b), but vec![1] and call.(x).']],
  [['**Never!', '** We do.']],
  [['Do not (ever!) drop "this!" one, nor THAT!! 5 ever. ', 'Ask.']],
  [['Nein!\n', 'so nicht. ', 'Ja.']],
  [['好! ', '我们用 Redis']],
])(
  'no sentence ends at a sign of code, nor at an exclamation mark before a small letter: %j',
  (sentences) => {
    const found = listSentences(sentences.join(''));
    expect(found.map(({ segment }) => segment)).toEqual(sentences);
    expect(found.map(({ index }) => index)).toEqual(
      sentences.map((_, at) => sentences.slice(0, at).join('').length),
    );
  },
);

test.each([
  ['a sentence over two lines', ['We do not want\nRedis in prod. ', 'Postgres stays.']],
  ['one over three lines', ['We do not\r\nwant\r\nRedis.']],
  ['German', ['Das liegt nicht an\nRedis.']],
  ['Chinese', ['我们不要\nRedis。', '留下 Postgres。']],
  ['Arabic', ['لا نريد\nRedis.']],
  ['Hindi', ['हमें नहीं चाहिए\nRedis। ', 'ठीक है।']],
  ['an exclamation mark', ['No!\n', 'Redis stays.']],
  ['Chinese full stops', ['不行。\n', 'Redis 留下。']],
  ['Hindi full stops', ['नहीं।\n', 'Redis रहेगा।']],
  ['a full stop in brackets', ['(No.)\n', 'Redis stays.']],
  ['a colon', ['Not wanted:\n', 'Redis']],
  ['an empty line', ['Not wanted\n', '\n', 'Redis']],
  ['a heading', ['# Not wanted\n', 'Redis']],
  ['a heading with a full stop', ['# Not. ', 'Wanted\n', 'Redis']],
  ['items of a list', ['Not wanted\n', '- Redis\n', '* Kafka\n', '3) NATS']],
  ['an item of two lines', ['- We do not want\n  Redis\n', '- Kafka']],
  ['rows of a table', ['| Redis | no |\n', '| Kafka | no |']],
  ['a quotation', ['> Do we want\n', 'Redis\n', '> Kafka']],
  ['a number', ['We lose\n3.5 jobs']],
])('a line break ends a sentence of running text only where it is complete: %s', (_, sentences) => {
  const found = listSentences(sentences.join(''));
  expect(found.map(({ segment }) => segment)).toEqual(sentences);
});
