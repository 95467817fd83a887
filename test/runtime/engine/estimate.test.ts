import { expect, test } from 'vitest';
import { costUsd } from '../../../src/adapters/anthropic/prices.ts';
import type { Profile } from '../../../src/core/events.ts';
import { estimateOf, estimateWords } from '../../../src/runtime/engine/estimate.ts';

const REAL = { priceOf: costUsd, rehearsal: false };

const MODEL = 'claude-opus-5-5';

/** Who takes part, each by role and model. */
function roster(
  personas: number,
  model = MODEL,
  auditor = model,
): { role: Profile['role']; model: string }[] {
  return [
    ...Array.from({ length: personas }, () => ({ role: 'persona' as const, model })),
    { role: 'synthesizer', model },
    { role: 'auditor', model: auditor },
  ];
}

const REPOSITORY = { name: 'r', commit: 'a'.repeat(40), digest: '' };
const STANDARD = {
  settings: { depth: 'standard' },
  repository: null,
  participants: roster(6),
} as const;

test('what a design of this depth takes, with a repository and without, in the prices of the models', () => {
  expect(estimateOf(STANDARD, REAL)).toEqual({ usd: expect.closeTo(1.75, 1), minutes: 6 });
  const quick = { settings: { depth: 'quick' }, repository: REPOSITORY, participants: roster(3) } as const;
  expect(estimateOf(quick, REAL)).toEqual({ usd: expect.closeTo(0.63, 1), minutes: 3 });
});

test('by who takes part: fewer personas cost less, and a dear auditor costs its part more', () => {
  const priceOf = (model: string) => (model === 'dear' ? 10 : 1);
  const usdOf = (participants: typeof STANDARD.participants) =>
    estimateOf({ ...STANDARD, participants }, { ...REAL, priceOf })?.usd;
  expect(usdOf(roster(6))).toBeCloseTo(1);
  expect(usdOf(roster(2))).toBeCloseTo(0.49, 2);
  expect(usdOf(roster(6, MODEL, 'dear'))).toBeCloseTo(1.38, 2);
  expect(usdOf(roster(6, 'dear'))).toBeCloseTo(10);
});

test('beside a budget that is smaller it says the same, and what becomes of it', () => {
  const settings = { depth: 'standard', budgetUsd: 0.5 } as const;
  const estimate = estimateOf({ ...STANDARD, settings }, REAL);
  expect(estimate).toEqual(estimateOf(STANDARD, REAL));
  if (estimate === null) throw new Error('there is none');
  const words = `$${estimate.usd?.toFixed(2)} and 6 min`;
  expect(estimateWords(estimate, 5)).toBe(words);
  expect(estimateWords(estimate, 1)).toBe(`${words}; its budget is $1.00, so part of it will be left out`);
  expect(estimateWords(estimate, 0.05)).toBe(
    `${words}; its budget is $0.05, so it will probably end before there is a proposal; with a larger budget or less depth it would not`,
  );
});

test('a price that is not known is not made up', () => {
  const participants = roster(6, MODEL, 'somebody-elses');
  const unknown = estimateOf({ ...STANDARD, participants }, REAL);
  expect(unknown).toEqual({ usd: null, minutes: 6 });
  expect(unknown && estimateWords(unknown, null)).toBe('an unknown price and 6 min');
});

test('a rehearsal has none', () => {
  expect(estimateOf(STANDARD, { ...REAL, rehearsal: true })).toBeNull();
});
