import { describe, expect, test } from 'vitest';
import { wordsAndSignsOf } from '#core/vocabulary/compared.ts';

describe('A1: signs that say something are compared as words are', () => {
  test.each([
    ['It costs 300 €.', 'It costs 300 $.'],
    ['At most ≤ 900 jobs.', 'At most ≥ 900 jobs.'],
    ['Fewer than < 900 jobs.', 'Fewer than > 900 jobs.'],
    ['It saves -5 % a year.', 'It saves 5 % a year.'],
    ['It saves −5 % a year.', 'It saves 5 % a year.'],
    ['It is +900 a minute.', 'It is -900 a minute.'],
    ['It saves 5 % a year.', 'It saves 5 a year.'],
    ['It is 900 a minute.', 'It is 900 a minute?'],
    ['It is 900 a minute.', 'هل هو 900 a minute؟'],
    ['We agree 👍', 'We agree 👎'],
    ['We agree ✓', 'We agree ✗'],
    ['It takes 1.5 weeks.', 'It takes 1,5 weeks.'],
  ])('A1: “%s” and “%s” differ', (one, other) => {
    expect(wordsAndSignsOf(one)).not.toBe(wordsAndSignsOf(other));
  });

  test.each([
    ['It costs 300 €.', 'it costs 300€'],
    ['Two – or three – weeks.', 'Two, or three, weeks'],
    ['A long-running job takes 2-3 weeks.', 'A long running job takes 2–3 weeks.'],
    ['“Nobody” may «lose» a job.', 'Nobody may "lose" a job'],
    ['It saves -5 %.', 'It saves −5%!'],
    ['It\u200b is 900 \ufe0fjobs.', 'It is  900 jobs'],
    ['We agree 👍️', 'We agree 👍'],
    ['Is it so?', 'is it so ？'],
  ])('A1: “%s” and “%s” say the same', (one, other) => {
    expect(wordsAndSignsOf(one)).toBe(wordsAndSignsOf(other));
  });
});
