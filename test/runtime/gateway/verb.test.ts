import { expect, test } from 'vitest';
import {
  countWords,
  isAnswer,
  isCourtesy,
  isForBot,
  isThanks,
  verbBefore,
  verbIn,
  verbOf,
} from '../../../src/runtime/gateway/verb.ts';

test.each([
  'hi',
  'Good morning!',
  'Hello, what can you do?',
  'what is this bot for?',
  'What’s this?',
  'how do I start?',
  'Can you help me decide something?',
])('%j is answered with what the bot does', (words) => {
  expect(verbOf(words)).toBe('help');
});

test.each([
  'Hi, should the job queue move?',
  'How do I start a queue without Redis?',
  'Hello world as the first page?',
  'Good morning mails: keep or drop them?',
  'What is this bot for the shop to cost?',
  'Status quo or rewrite?',
  'Status: enum or table',
  'list view or grid view',
  'Cancel: soft vs. hard',
  '',
])('%j is not', (words) => {
  expect(verbIn(words)).toBeNull();
});

test.each([
  ['run it again', 'retry'],
  ['Run again, as nobody answered', null],
  ['cancel!!!', 'cancel'],
])('%j is the verb %j', (words, verb) => {
  expect(verbIn(words)).toBe(verb);
});

test.each([
  ['我们应该迁移到Postgres吗？', 6],
  ['รถไฟควรใช้อะไร', 4],
  ['キャンセル', 1],
  ['Kafka', 1],
  ['', 0],
])('%j has %j words', (words, count) => {
  expect(countWords(words)).toBe(count);
});

test.each([
  ['status of the whole queue at night', 'status'],
  ['Cancel culture in our team: what do we do about it?', 'cancel'],
  ['Retry: exponential or linear, for every job?', null],
  ['Should we retry?', null],
  ['Cancel the last one or two of them', 'cancel'],
])('%j begins with the verb %j', (words, verb) => {
  expect(verbBefore(words)).toBe(verb);
});

test.each(['What’s the status?', 'Hi, how is it going?', 'where are we'])(
  '%j asks how it stands',
  (words) => {
    expect(verbOf(words)).toBe('status');
  },
);

test.each([
  ['how much does it cost?', null],
  ['is this free', null],
  ['is it ready', null],
  ['where are we?', null],
  ['What’s the status?', 'status'],
  ['hello', 'help'],
])('in a design %j asks for %j', (words, verb) => {
  expect(verbOf(words, true)).toBe(verb);
  expect(verbIn(words, true)).toBe(verb);
});

test.each([
  ['Q1: 900', true],
  ['q1 -> 900', true],
  ['Q1 = 900', true],
  ['Q3 – which region first', true],
  ['Q4: hire or freeze?', false],
  ['900', false],
  ['Q1 revenue', false],
])('%j is an answer by its number: %j', (words, expected) => {
  expect(isAnswer(words)).toBe(expected);
});

test.each([
  ['thank you all!', true],
  ['👍🏽', true],
  ['perfect', false],
  ['ok', false],
  ['Great, thanks', false],
])('%j is thanks alone: %j', (words, expected) => {
  expect(isThanks(words)).toBe(expected);
});

test.each(['Thanks a lot!', '👍🏽', ':tada: great', 'ok, got it', 'merci', 'Well done 🎉'])(
  '%j is a courtesy',
  (words) => {
    expect(isCourtesy(words)).toBe(true);
  },
);

test.each(['', 'ok?', 'Great, and now Redis', 'thanks to Redis we are fast', '5', 'understood by nobody'])(
  '%j is none',
  (words) => {
    expect(isCourtesy(words)).toBe(false);
  },
);

test.each([
  ['start a design', true],
  ['New design!', true],
  ['stop it', true],
  ['New design system or the old one', false],
  ['Design', true],
  ['start with Postgres', false],
  ['Should we stop it?', false],
  ['show dark mode', false],
])('%j is for the bot and no topic: %j', (words, expected) => {
  expect(isForBot(words)).toBe(expected);
});
