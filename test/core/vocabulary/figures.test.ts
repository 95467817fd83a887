import { expect, test } from 'vitest';
import { formatMoney, sumCosts, sumUsd } from '#core/vocabulary/figures.ts';

const turns = (...each: readonly (number | null)[]) => each.map((costUsd) => ({ costUsd }));

test.each([
  [0.005, '$0.01'],
  [1.005, '$1.01'],
  [0.135, '$0.14'],
  [0.134999, '$0.13'],
  [0.13499999999999998, '$0.14'],
  [1234.5, '$1234.50'],
])('$%d is %s: half a cent is a whole one, however binary has it', (usd, words) => {
  expect(formatMoney(usd)).toBe(words);
});

test('a sum is the same in each order, and has no dust', () => {
  const each = [0.1, 0.7, 0.205, 0.3, 0.0000004];
  expect(sumUsd(each)).toBe(1.305);
  expect(sumUsd(each.toReversed())).toBe(1.305);
});

test('a sum with an unknown price is unknown', () => {
  expect(sumCosts(turns(0.1, null, 0.2))).toBeNull();
  expect(sumCosts(turns(0.1, 0.2))).toBe(0.3);
  expect(sumCosts([])).toBe(0);
});
