import { describe, expect, it } from 'vitest';
import { knownNumbers, unsupportedNumbers } from '../../../../src/core/outcome/text-checks/numbers.ts';

const found = (sentence: string, ...known: string[]) =>
  unsupportedNumbers(sentence, knownNumbers(known), 2026);

describe('J11: numbers of a decision that stand in nothing that was said', () => {
  it.each([
    ['It costs $12,000 a year.', ['$12,000']],
    ['Latency falls by 40 %, to 85 ms.', ['40 %', '85 ms']],
    ['Ein Neubau kostet 1.200.000 Euro.', ['1.200.000']],
    ['毎秒900件の注文がある。', ['900']],
    ['It handles 5k orders.', ['5 k']],
    ['Between 300-400 jobs wait.', ['300', '400']],
    ['It takes 0.75 of the load.', ['0.75']],
    ['It saves Marta 430 hours and Redis 37 %.', ['430 hours', '37 %']],
    ['One in seven fails, 14.3% of all.', ['14.3 %']],
  ])('J11: %s', (sentence, numbers) => {
    expect(found(sentence)).toEqual(numbers);
  });

  it.each([
    ['1,000 jobs', 'about 1000 jobs'],
    ['1 000 jobs', 'about 1.000 Jobs'],
    ["1'000 jobs", '1,000'],
    ['half: 50 %', 'half of it'],
    ['0.4 of them', '40 %'],
    ['40 % of them', '0.4'],
    ['400 ms', '0.4 s'],
    ['2 minutes and 120 s', 'two minutes, 2 min'],
    ['1.5 GB', '1500 MB'],
    ['900k orders', '900,000 orders'],
    ['3 million rows', '3000000 rows'],
    ['24 workers', 'twenty-four workers'],
    ['30 days', 'thirty days'],
    ['99th percentile', 'p99'],
    ['38.5 %', '38,5 %'],
    ['９００件', '900 jobs'],
  ])('J11: %s is %s', (sentence, known) => {
    expect(found(sentence, known)).toEqual([]);
  });

  it.each([
    'Step 3 goes before step 12.',
    'Close `retries.ts:190` and src/queue/retries.ts:190 for good.',
    'A-17, Q20 and p99 are names; so are 08aa129 and v1.25.3.',
    'It is agreed until 2026, and again in 2027.',
    'Two of 3 workers, twice in 5 minutes.',
    'Stay with Postgres 16, on port 5432, as RFC 7231 says.',
    'The 95th percentile of what answers HTTP 503 is 0 %.',
  ])('J11: is silent about %s', (sentence) => {
    expect(found(sentence)).toEqual([]);
  });

  it('J11: a small number with a unit of money or a share is one that somebody must have brought', () => {
    expect(found('It costs $5 and saves 7 %.')).toEqual(['$5', '7 %']);
  });

  it('A15: reads a long line in no time', () => {
    const line = `${'1,000'.repeat(5_000)} ${'a'.repeat(20_000)}`;
    const before = performance.now();
    found(line, line);
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});
