import { describe, expect, test } from 'vitest';
import { quotingOf } from '../../../src/runtime/removal/quoting.ts';

const REPLY = 'We run Postgres already, and its password is hunter2!x. Ask Ana.';
const BEFORE = ['Should the job queue move from Redis to Postgres?', 'Ana runs it. Ask Ana.'];
const quoting = quotingOf({ reply: [REPLY], before: BEFORE });

describe('P12: what quotes a reply', () => {
  test.each([
    ['its whole text', `He said: ${REPLY.toUpperCase()}`],
    ['three of its words in a row', 'They say: **we run Postgres**.'],
    ['a word like a password', 'The key may be "hunter2!x".'],
    ['a word like a password, with other signs between its letters', 'The key may be HUNTER2-X, I think.'],
  ])('P12: a text quotes a reply by %s', (_, text) => {
    expect(quoting.quotes(text)).toBe(true);
  });

  test.each([
    ['two of its words in a row', 'Run Postgres then.'],
    ['words that stood before it came', 'Ana runs it. Should the job queue move?'],
    ['no word of it', 'Nothing of the kind.'],
    ['nothing', ''],
  ])('P12: a text does not quote a reply by %s', (_, text) => {
    expect(quoting.quotes(text)).toBe(false);
  });

  test('P12: twelve letters in a row count, without a blank between', () => {
    const { quotes } = quotingOf({ reply: ['correcthorsebattery'], before: [] });
    expect(quotes('It begins with correcthors and goes on')).toBe(false);
    expect(quotes('It has xcorrecthorsebx in it')).toBe(true);
  });

  test('P12: a short reply is found where it stands alone, and no number has it by chance', () => {
    const { quotes } = quotingOf({ reply: ['no'], before: [] });
    expect([quotes('No.'), quotes('There is no other way')]).toEqual([true, false]);
  });

  test('P12: what the reply itself quotes from earlier texts is not its own', () => {
    const { quotes } = quotingOf({ reply: ['> Should the job queue move?\nabc-123-def'], before: BEFORE });
    expect(quotes('Should the job queue move from Redis?')).toBe(false);
    expect(quotes('Set it to abc-123-def.')).toBe(true);
  });

  test('P12: what its author says again in a message that stays is not removed by its run of words', () => {
    const again = 'We run Postgres already.';
    expect(quoting.quotes(again)).toBe(true);
    expect(quoting.besides(again).quotes(again)).toBe(false);
    expect(quoting.besides(again).quotes('hunter2!x')).toBe(true);
  });

  test('P12: words that an operator names are found in any text, also before the reply', () => {
    const { quotes } = quotingOf({ reply: [REPLY], before: BEFORE, words: 'job queue' });
    expect([quotes('Should the job queue move?'), quotes('Every job-queue'), quotes('A job')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
