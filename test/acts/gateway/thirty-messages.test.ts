import { describe, expect, test } from 'vitest';
import { IN_THE_THREAD, LANGUAGES, readOutside, rowOf, TO_THE_BOT } from './thirty-messages.ts';

const OFFERED = 'three buttons';
const OUTSIDE = [
  OFFERED,
  OFFERED,
  OFFERED,
  OFFERED,
  OFFERED,
  OFFERED,
  OFFERED,
  OFFERED,
  'verb status',
  'help',
];

test('A17: the table holds thirty kinds of message, each in six languages', () => {
  const all = [...TO_THE_BOT, ...IN_THE_THREAD];
  expect([all.length, new Set(all.map(({ texts }) => texts.length))]).toEqual([30, new Set([6])]);
});

test.each(TO_THE_BOT.map((each, index) => [each.what, each, OUTSIDE[index] ?? ''] as const))(
  'A17: code reads %s to the bot alike in six languages',
  (_, { texts }, expected) => {
    expect(texts.map(readOutside)).toEqual(LANGUAGES.map(() => expected));
  },
);

const NUMBERED = ['Q1 as written', 'Q1 left open', 'Q1 as written', 'Q1 as written'];
const READ = ['Q1 read', 'Q1 left open', 'answers nothing', 'unmatched words'];
const BOTH = 'Q1 left open, Q3 left open';
const REMARK = ['—', '—', 'answers nothing', 'unmatched words'];
const NO_REPLY = ['—', '—', '—', '—'];
const [BY_NUMBER, BY_NONE] = ['reply, Q1 by number', 'reply, no number'];

/** What code reads in it, and what becomes of the reply where the scripted turn answers, leaves open, finds nothing, or fails. */
const INSIDE: Readonly<Record<string, readonly string[]>> = {
  'a number in front': [BY_NUMBER, ...NUMBERED],
  'a number in front, with another sign': [BY_NUMBER, ...NUMBERED],
  'two lines with a number each': [
    'reply, Q1, Q3 by number',
    'Q1 as written, Q3 as written',
    BOTH,
    'Q1 as written, Q3 as written',
    'Q1 as written, Q3 as written',
  ],
  'two numbers in one line': [BY_NUMBER, 'Q1 as written, Q3 read', BOTH, 'Q1 as written', 'Q1 as written'],
  'a number in the middle': [BY_NONE, ...READ],
  'a number without a sign': [BY_NONE, ...READ],
  'the number of no question': [BY_NONE, ...READ],
  'a quoted question above the answer': [BY_NONE, ...READ],
  'a quoted question above a number': [
    'reply, Q1 by number, and other words',
    ...NUMBERED.slice(0, 3),
    'Q1 as written, unmatched words',
  ],
  'a number within a fence': [BY_NONE, ...READ],
  'a fence below a number': [BY_NUMBER, ...NUMBERED],
  '*I do not know* under a number': [BY_NUMBER, ...NUMBERED],
  '*I do not know* without a number': [BY_NONE, ...READ],
  'one answer in one’s own words': [BY_NONE, ...READ],
  'two answers in one sentence': [BY_NONE, 'Q1 read, Q3 read', BOTH, 'answers nothing', 'unmatched words'],
  'a verb within an answer': [BY_NONE, ...READ],
  'a question back': [BY_NONE, ...REMARK],
  'a verb in words of one’s own': [BY_NONE, ...REMARK],
  'a bare verb': ['verb done', ...NO_REPLY],
  'a bare verb after the name': ['verb skip', ...NO_REPLY],
};

describe('A17, J10: a message in the thread of a design becomes the same in six languages', () => {
  test.each(IN_THE_THREAD.map((each) => [each.what, each] as const))('A17, J10: %s', (what, each) => {
    expect(each.texts.map((text) => rowOf(each, text))).toEqual(LANGUAGES.map(() => INSIDE[what]));
  });
});
