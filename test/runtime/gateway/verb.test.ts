import { expect, test } from 'vitest';
import { isNextTopic, isSaidDirectly, isWorthOffer } from '../../../src/runtime/gateway/mentions.ts';
import { isShort, isThanks, isTopic, verbOf, verbSaid } from '../../../src/runtime/gateway/verb.ts';

test.each([
  ['status', 'status'],
  [' /Cancel!!! ', 'cancel'],
  ['Retry.', 'retry'],
  ['cancel the old contract', null],
  ['retry failed jobs nightly', null],
  ['what can you do?', null],
  ['', null],
])('%j is the verb %j', (words, verb) => {
  expect(verbOf(words)).toBe(verb);
});

test.each([
  '',
  '?',
  'hi',
  'Hello there!',
  'Hello, what can you do?',
  'What can you do?',
  'how does this work?',
  'how do I start?',
  'What’s the status?',
  'what is the status of my design',
  'Can you help me, please?',
  'Thank you so much for your help!',
])('%j outside of designs is answered with help', (words) => {
  expect(verbSaid(words)).toBe('help');
});

test.each([
  'Hi, should the job queue move?',
  'Hello world as the first page?',
  'how does it work in Redis?',
  'How do I start the billing service?',
  'What is the status code of a retry?',
  'Can you help me design a queue?',
  'How do you cancel a subscription?',
  'thank you so much',
  '🚀 🎉',
  '我们应该迁移到Postgres吗？',
])('%j is not', (words) => {
  expect(verbSaid(words)).toBeNull();
});

test.each([
  ['Should the queue move?', true],
  ['quick: Tabs or spaces?', true],
  ['我们应该迁移到Postgres吗？', true],
  ['Redis or Postgres?', false],
  ['キャンセル', false],
  ['🚀 🎉', true],
  ['Status of the whole queue at night', false],
  ['cancel: we have decided this in the meeting', false],
  ['Q3: two teams, at night', false],
  ['thank you so much', false],
  ['How do I start the billing service?', true],
  ['What is the status code of a retry?', true],
])('a design begins at once on %j: %j', (words, expected) => {
  expect(isTopic(words)).toBe(expected);
});

test.each([
  ['Redis or Postgres?', true],
  ['And Postgres?', false],
  ['Redis or Postgres', false],
  ['cancel the queue design please', false],
  ['status of the queue design', false],
  ['retry it at night', false],
  ['Retry failed webhooks for a day or for an hour?', true],
  ['Status codes: 404 or 410?', true],
  ['List pagination: cursor or offset for the public API?', true],
  ['Help us decide between Kafka and SQS for order events', true],
  ['help us decide', false],
  ['Q2: only the web app?', false],
  ['Q2: only the web app reads them', false],
  ['move the queue to Postgres', true],
])('%j is offered as a start: %j', (words, expected) => {
  expect(isWorthOffer(words)).toBe(expected);
});

test.each([
  ['Should we use NATS or Kafka?', true],
  ['We went with Kafka, by the way.', false],
  ['Q2: at night?', false],
  ['really?', false],
  ['???', false],
  [`${'The replica lags. '.repeat(300)}Did anybody look?`, false],
])('after the end %j may be the next topic: %s', (words, expected) => {
  expect(isNextTopic(words)).toBe(expected);
});

test.each([
  ['please cancel this', true],
  ['stop', true],
  ['Cancel it now!!', true],
  ['what is going on?', true],
  ['900 a minute', false],
  ['we stop the old workers at night, one by one', false],
  ['nonstop', false],
])('%j in a direct message speaks to the bot: %j', (words, expected) => {
  expect(isSaidDirectly(words)).toBe(expected);
});

test.each([
  ['thank you!', true],
  ['thanks a lot', true],
  ['Thanks so much!', true],
  ['thank you very much.', true],
  ['👍🏽', true],
  [':+1:', true],
  ['OK.', true],
  ['ok?', false],
  ['5', false],
  ['thanks to Redis we are fast', false],
  ['thanks a lot, but no', false],
])('%j is thanks alone: %j', (words, expected) => {
  expect(isThanks(words)).toBe(expected);
});

test('a text without blanks has the words of its language', () => {
  expect([isShort('รถไฟควรใช้อะไร'), isShort('รถไฟ')]).toEqual([false, true]);
});
