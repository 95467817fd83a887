import { expect, test } from 'vitest';
import { verbIn, verbOf } from '../../../src/runtime/gateway/verb.ts';

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
  '',
])('%j is not', (words) => {
  expect(verbIn(words)).toBeNull();
});
