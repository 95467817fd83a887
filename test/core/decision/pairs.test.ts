import { expect, test } from 'vitest';
import { listToCompare } from '#core/decision/pairs.ts';
import type { PersonSaid } from '#core/decision/people.ts';
import { hasCapitalNouns } from '#core/outcome/text-checks/language.ts';

const reflected = (text: string, sentence: string, changes: Partial<PersonSaid> = {}) =>
  ({ text, sentence, fate: 'reflected', ...changes }) as PersonSaid;
const ELSE = reflected('No store is added.', 'Nothing is added.');
/** Ana is the one person of the thread. */
const mentionsIn = (text: string) => (/\bana\b/i.test(text) ? [['Ana']] : []);
const toCompare = (...said: PersonSaid[]) =>
  listToCompare(said, { mentionsIn, hasCapitalNouns: false }).map(({ text }) => text);
const toCompareInGerman = (...said: PersonSaid[]) =>
  listToCompare(said, { mentionsIn, hasCapitalNouns: hasCapitalNouns('de-AT') }).map(
    ({ text }) => text,
  );

test.each([
  ['its only figure is another one', 'We have 900 jobs a minute.', 'It bears 90 jobs a minute.'],
  ['its only name is missing', 'It runs only in Italy.', 'All shops have it.'],
  [
    'only its name stands there',
    'Keep 90 days of jobs in Postgres.',
    'Postgres keeps 30 days of jobs.',
  ],
  ['its figure is a tenth', 'We pay 300 EUR a month for Redis.', 'Redis costs 3000 EUR a month.'],
  ['one of its figures is missing', 'Of 9 queues 2 may stay.', 'All 9 queues move.'],
  ['a figure of thousands is another one', 'We have 4k users.', 'There are 40,000 users.'],
  [
    'its name is missing, and the same word begins both',
    'No. We must keep Redis.',
    'We move everything.',
  ],
  ['it names a person whom that does not', 'Nothing moves before ana agrees.', 'It moves in June.'],
  ['a figure in another script is missing', 'كل دقيقة ٩٠٠ طلب', 'It bears 90 jobs a minute.'],
])('a sentence of a person is to be compared if %s', (_, said, sentence) => {
  expect(toCompare(reflected(said, sentence), ELSE)).toEqual([said]);
});

test.each([
  ['its figure stands there in other digits', 'كل دقيقة ٩٠٠ طلب', 'It bears 900 jobs a minute.'],
  ['its figure has no blank before its unit', 'Latency is below 200ms.', 'It stays below 200 ms.'],
  ['its figure has no separator', 'We have 1,000 users.', 'There are 1000 users.'],
  ['its figure has another separator', 'We have 1.000 users.', 'There are 1’000 users.'],
  ['its thousands stand apart', 'There were 1,700 refunds.', 'It bears 1 700 refunds.'],
  ['two figures stand side by side', 'Of 2 queues one has 300 jobs.', 'In queue 2 300 jobs wait.'],
  ['its figure has a letter for thousands', 'We have 40k users.', 'There are 40,000 users.'],
  ['its fraction has a comma', 'It takes 1,5 days.', 'It takes 1.5 days.'],
  ['its name has other letters', 'Nothing moves before Ana agrees.', 'ANA agrees first.'],
  ['its figure stands there', 'We have 1,700 jobs a minute.', 'It bears 1,700 a minute.'],
  ['one of its names stands there', 'Berlin and Rome close in June.', 'Rome closes.'],
  ['it has neither', 'Nobody may deploy then.', 'Nothing is deployed.'],
])('a sentence of a person is not to be compared if %s', (_, said, sentence) => {
  expect(toCompare(reflected(said, sentence), ELSE)).toEqual([]);
});

test.each([
  [
    'its figure is another one',
    'Wir haben 40 Bestellungen am Tag.',
    'Es sind 400 Bestellungen am Tag.',
    true,
  ],
  ['a person is missing', 'Vor Juni hat Ana nicht zugestimmt.', 'Es beginnt im Juni.', true],
  [
    'no noun stands there',
    'Wir löschen das jede Nacht mit einem Skript.',
    'Ein Job räumt nachts auf.',
    false,
  ],
])('in a language of capital nouns, a sentence of which %s', (_, said, sentence, isMarked) => {
  expect(toCompareInGerman(reflected(said, sentence), ELSE)).toEqual(isMarked ? [said] : []);
});

test('all that people said in one sentence of the decision is to be compared, one alone is not', () => {
  const said = ['No lock is held.', 'Nobody waits.'].map((text) =>
    reflected(text, 'Nothing waits.'),
  );
  expect(toCompare(...said)).toEqual(['No lock is held.', 'Nobody waits.']);
  expect(toCompare(...said.slice(1))).toEqual([]);
});

test('what is not reflected has nothing to be compared with', () => {
  const left = reflected('It runs only in Italy.', 'All shops have it.', { fate: 'contradicted' });
  expect(toCompare(left, ELSE)).toEqual([]);
});
