import { expect, test } from 'vitest';
import { requestIn, withoutName } from '../../../../src/acts/gateway/messages/mentions.ts';
import { bareWord, WORDS } from '../../../../src/acts/gateway/verbs/word.ts';
import { processorMs } from '../../../support/processor-time.ts';

const NAME = '<@9>';

test.each(WORDS)('A17: %s is a verb alone, with blanks and capitals', (word) => {
  expect([bareWord(word), bareWord(`  ${word.toUpperCase()}\n`)]).toEqual([word, word]);
});

test.each([
  'status?',
  'Cancel!',
  'please cancel',
  '/cancel',
  'cancel the old contract',
  'stop it',
  'hi',
  'Hallo',
  'thanks',
  'abbrechen',
  '',
  '?',
])('A17: %j is no verb', (words) => {
  expect(bareWord(words)).toBeNull();
});

const outside = { name: NAME, isToBot: true, isInDesign: false, hasFiles: false };
const inside = { ...outside, isToBot: false, isInDesign: true };

test.each([
  ['hi <@9>', 'hi'],
  ['<@9>, Redis oder Postgres?', 'Redis oder Postgres?'],
  ['We asked <@9> about it.', 'We asked <@9> about it.'],
  ['<@9> :+1:', ':+1:'],
  ['<@9>', ''],
])('A17: %j outside of designs says %j to the bot', (text, words) => {
  expect(requestIn({ ...outside, text })).toBe(words);
});

test.each([
  ['<@9> status', 'status'],
  ['<@9>: Status', 'Status'],
  ['cancel <@9>', 'cancel'],
  ['Done', 'Done'],
  ['<@9>', ''],
  ['<@9> cancel it', null],
  ['<@9> what now?', null],
  ['status of the queue', null],
  ['900 a minute', null],
  ['   ', null],
])('A17: %j in the thread of a design asks the bot for %j', (text, words) => {
  expect(requestIn({ ...inside, text })).toBe(words);
});

test('A17: a verb with a file is a reply', () => {
  expect(requestIn({ ...inside, text: 'cancel', hasFiles: true })).toBeNull();
  expect(requestIn({ ...inside, text: '<@9>', hasFiles: true })).toBeNull();
});

test('A17: the name of the bot is taken off in front of a reply, and left within it', () => {
  expect(withoutName('<@9>: Q1: 900', NAME, 'front')).toBe('Q1: 900');
  expect(withoutName('900 <@9>', NAME, 'front')).toBe('900 <@9>');
  expect(withoutName('ok <@9>, 900 it is', NAME, 'around')).toBe('ok <@9>, 900 it is');
});

test('A15: a text full of names is read in linear time', () => {
  const text = `x${'<@9>'.repeat(50_000)} y`;
  expect(processorMs(() => withoutName(text, NAME, 'around'))).toBeLessThan(1_000);
});
