import { expect, test } from 'vitest';
import { removeBotName, wordsToBotOf } from '../../src/acts/gateway/incoming/mentions.ts';
import {
  isAcceptance,
  readAskedWord,
  readBareWord,
  readTyped,
  splitDepth,
  WORDS,
} from '../../src/acts/word.ts';
import { processorMs } from '../support/runner/processor-time.ts';

const NAME = '<@9>';

test.each(WORDS)('A17: %s is a verb alone, with the marks of a phone around it', (word) => {
  const capital = `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
  for (const typed of [
    word,
    `  ${word.toUpperCase()}\n`,
    `${capital}.`,
    `“${word}”`,
    `»${capital}.«`,
    `'${word}'`,
    `*${word}*`,
    `_${word}_`,
  ])
    expect([readBareWord(typed), readTyped(typed)]).toEqual([
      word,
      { kind: 'verb', word, id: '', words: '' },
    ]);
});

test.each([
  'status?',
  'Cancel!',
  'please cancel',
  '/cancel',
  'cancel the old contract',
  'cancel 1a2b3c4d',
  'statsu',
  'stop it',
  'hi',
  'Hallo',
  'thanks',
  'abbrechen',
  '',
  '?',
])('A17: %j is no verb in a thread', (words) => {
  expect(readBareWord(words)).toBeNull();
});

test.each([
  ['status?', 'status'],
  ['“Cancel?”', 'cancel'],
  ['done？', 'done'],
  ['cancel it?', 'cancel'],
  ['Done!', 'done'],
  ['done 👍', 'done'],
  ['ok, done', 'done'],
  ['please stop it', 'stop'],
  ['not done yet', null],
  ['no, stop using Redis', null],
  ['cancel 1a2b3c4d', null],
  ['accept?', null],
  ['?', null],
])('A17: %j in a thread asks for the verb %j, which does not act', (words, word) => {
  expect(readAskedWord(words)).toBe(word);
});

test.each([
  ['accept', true],
  ['ok accept it', true],
  ['Agreed, go ahead!', true],
  ['ship it', true],
  ['LGTM', true],
  ['do not accept', false],
  ['accept the risk', false],
  ['go ahead', false],
])('A17: %j accepts: %j', (words, isAccepting) => {
  expect(isAcceptance(words)).toBe(isAccepting);
});

const ID = 'dsn_019f3a5b-7c21-7d7e-8aaa-0123456789ab';

test.each([
  ['', 'topic'],
  ['  ', 'topic'],
  ['status?', 'verb status'],
  ['Cancel!', 'verb cancel'],
  ['cancel 1a2b3c4d', 'verb cancel 1a2b3c4d'],
  ['Cancel 1a2b3c4d.', 'verb cancel 1a2b3c4d'],
  ['“Cancel 1A2B3C4D”', 'verb cancel 1a2b3c4d'],
  ['cancel “1a2b3c4d”', 'verb cancel 1a2b3c4d'],
  ['Cancel  1a2b….', 'verb cancel 1a2b'],
  [`retry ${ID}`, `verb retry ${ID}`],
  ['status cabbed', 'verb status cabbed'],
  ['accept', 'verb accept'],
  ['Sign in.', 'verb sign-in'],
  ['sign-in', 'verb sign-in'],
  ['Sign–in', 'verb sign-in'],
  ['“status”\n', 'verb status'],
  ['status\n\n1a2b3c4d', 'verb status 1a2b3c4d'],
  ['ｓｔａｔｕｓ', 'verb status'],
  ['find', 'verb find'],
  ['Find job queue?', 'verb find: job queue?'],
  ['statsu', 'unclear help'],
  ['signin', 'unclear help'],
  ['staus 1a2b3c4d', 'unclear help'],
  [`cancle ${ID}`, 'unclear help'],
  ['hlep', 'unclear help'],
  ['hello?', 'unclear help'],
  ['test', 'unclear help'],
  ['?', 'unclear help'],
  ['job-queue', 'unclear help'],
  ['テスト', 'unclear help'],
  ['*status*', 'verb status'],
  ['_status_', 'verb status'],
  ['find “queue”', 'verb find: queue'],
  ['cancel 85b', 'verb cancel 85b'],
  ['cancel 12', 'verb cancel 12'],
  [`cancel dsn_${ID}`, `verb cancel dsn_${ID}`],
  ['cancel #1a2b3c4d', 'unclear cancel 1a2b3c4d'],
  ['cancel (1a2b3c4d)', 'unclear cancel 1a2b3c4d'],
  ['please cancel 1a2b3c4d now', 'unclear cancel 1a2b3c4d'],
  ['/design cancel', 'unclear cancel'],
  ['/design cancel 1a2b3c4d', 'unclear cancel 1a2b3c4d'],
  ['quick: cancel', 'unclear cancel'],
  ['cancel it', 'unclear cancel'],
  ['cancel all', 'unclear cancel'],
  ['cancel please', 'unclear cancel'],
  ['done 👍', 'unclear done'],
  ['list all', 'unclear list'],
  ['help me', 'unclear help'],
  ['help cancel', 'unclear help'],
  ['retry again', 'unclear retry'],
  ['Kind words or blunt words for errors?', 'topic'],
  ['Accept cookies?', 'topic'],
  ['Cancel all old orders?', 'topic'],
  ['Should we charge for links?', 'topic'],
  ['Cancel subscriptions by e-mail?', 'topic'],
  ['List all customers in one page?', 'topic'],
  ['Skip Q4', 'topic'],
  ['cancel facade', 'verb cancel facade'],
  ['quick: Redis or Postgres?', 'topic'],
  ['Redis oder Postgres?', 'topic'],
  ['キューをPostgresに移すべきですか', 'topic'],
  [`https://example.com/${'a'.repeat(50)}`, 'topic'],
])('A17: %j after a command means %j', (words, meaning) => {
  expect(meaningOf(words)).toBe(meaning);
});

function meaningOf(words: string): string {
  const typed = readTyped(words);
  if (typed.kind === 'unclear') return `unclear ${typed.meant}`;
  if (typed.kind !== 'verb') return typed.kind;
  const sought = typed.words === '' ? '' : `: ${typed.words}`;
  return `verb ${typed.word} ${typed.id}`.trim() + sought;
}

test('A15: a long text is read in linear time', () => {
  for (const text of ['“'.repeat(200_000), `cancel ${'a'.repeat(200_000)}`, ' x'.repeat(100_000)])
    expect(processorMs(() => readTyped(text))).toBeLessThan(1_000);
});

const outside = { name: NAME, isToBot: true, isDirect: false, isInDesign: false, files: [] };
const inside = { ...outside, isToBot: false, isInDesign: true };

test.each([
  ['hi <@9>', 'hi'],
  ['<@9>, Redis oder Postgres?', 'Redis oder Postgres?'],
  ['We asked <@9> about it.', 'We asked <@9> about it.'],
  ['<@9> :+1:', ':+1:'],
  ['<@9>', ''],
])('A17: %j outside of designs says %j to the bot', (text, words) => {
  expect(wordsToBotOf({ ...outside, text })).toBe(words);
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
  expect(wordsToBotOf({ ...inside, text })).toBe(words);
});

test('A17: a verb with a file is a reply', () => {
  expect(wordsToBotOf({ ...inside, text: 'cancel', files: [{}] })).toBeNull();
  expect(wordsToBotOf({ ...inside, text: '<@9>', files: [{}] })).toBeNull();
});

test('A17: the name of the bot is taken off in front of a reply, and left within it', () => {
  expect(removeBotName('<@9>: Q1: 900', NAME, 'front')).toBe('Q1: 900');
  expect(removeBotName('900 <@9>', NAME, 'front')).toBe('900 <@9>');
  expect(removeBotName('ok <@9>, 900 it is', NAME, 'around')).toBe('ok <@9>, 900 it is');
});

test('A15: a text full of names is read in linear time', () => {
  const text = `x${'<@9>'.repeat(50_000)} y`;
  expect(processorMs(() => removeBotName(text, NAME, 'around'))).toBeLessThan(1_000);
});

test.each([
  ['quick: Redis: yes or no?', { depth: 'quick', topic: 'Redis: yes or no?' }],
  ['Quick：Redis?', { depth: 'quick', topic: 'Redis?' }],
  ['ｑｕｉｃｋ： Redis — or “Postgres”?', { depth: 'quick', topic: 'Redis — or “Postgres”?' }],
  ['*quick:* Redis?', { depth: 'quick', topic: 'Redis?' }],
  ['“quick”:\nRedis?', { depth: 'quick', topic: 'Redis?' }],
  ['A quick: one', { topic: 'A quick: one' }],
  ['Redis: yes?', { topic: 'Redis: yes?' }],
])('the depth in front of %j is read in whatever way a keyboard writes it', (typed, expected) => {
  expect(splitDepth(typed)).toEqual(expected);
});
