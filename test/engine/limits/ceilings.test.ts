import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Fleet } from './paying.ts';

let fleet: Fleet;
let over: AbortController;
beforeEach(() => {
  fleet = new Fleet();
  over = new AbortController();
});
afterEach(() => over.abort());

/** A design with calls that begin at once. */
async function begun(
  count: number,
  { design: budgetUsd, day }: { readonly design: number | null; readonly day: number | null },
) {
  const design = fleet.design(fleet.daemon({ budgetUsdPerDay: day }), budgetUsd);
  for (let call = 0; call < count; call += 1) fleet.begin(design, over.signal);
  await fleet.settle();
  return design;
}

describe.each([
  ['a design', { design: 1.2, day: null }, 'design_used_up'],
  ['the day', { design: null, day: 1.2 }, 'day_used_up'],
] as const)('T7: the ceiling of %s', (_, budgets, refusal) => {
  test('lets as many calls begin at once as fit with all that they may cost', async () => {
    await begun(4, budgets);
    await fleet.settle();
    expect(fleet.admissions).toEqual([20, 20]);
    // It was cheaper: one more has room.
    await fleet.answer(0.2);
    await fleet.settle();
    expect(fleet.admissions).toEqual([20, 20, 20]);
  });

  test('gives a call that does not fit alone a smaller bound, down to twice the usual', async () => {
    const design = await begun(1, budgets);
    await fleet.answer(1);
    design.spentUsd = 0.89;
    design.stored.spentUsd = 0.89;
    fleet.begin(design, over.signal);
    await fleet.settle();
    expect(fleet.admissions).toEqual([20, 10]);
    await fleet.answer(0);
    design.spentUsd = 0.91;
    design.stored.spentUsd = 0.91;
    fleet.begin(design, over.signal);
    await fleet.settle();
    expect(fleet.admissions).toEqual([20, 10, refusal]);
  });

  test('refuses a call that waits once the money is spent', async () => {
    await begun(3, budgets);
    await fleet.answer(2);
    await fleet.settle();
    expect(fleet.admissions).toEqual([20, 20, refusal]);
  });

  test('lets a call that waits for room end with its turn', async () => {
    await begun(3, budgets);
    over.abort();
    await fleet.settle();
    expect(fleet.admissions).toEqual([20, 20, 'aborted']);
  });

  test('refuses a call of unknown price once nothing is left', async () => {
    const design = fleet.design(fleet.daemon({ budgetUsdPerDay: budgets.day }), budgets.design);
    const unpriced = { inputUsd: 0, outputTokenUsd: 0 };
    fleet.begin(design, over.signal, unpriced);
    await fleet.settle();
    design.spentUsd = 1.2;
    design.stored.spentUsd = 1.2;
    fleet.begin(design, over.signal, unpriced);
    await fleet.settle();
    expect(fleet.admissions).toEqual([20, refusal]);
  });
});

test('T7: a call that is too dear for both is refused by the narrower ceiling', async () => {
  await begun(1, { design: 0.2, day: 0.1 });
  await begun(1, { design: 0.1, day: 0.2 });
  expect(fleet.admissions).toEqual(['day_used_up', 'design_used_up']);
});

test('T7: a ceiling of the day that nobody has set stops no model whose price is not known', async () => {
  const day = { budgetUsdPerDay: 50, isDefaultDayBudget: true };
  const design = fleet.design(fleet.daemon({ ...day, priceOf: () => null }), null);
  design.stored.spentUsd = 60;
  for (let call = 0; call < 3; call += 1) fleet.begin(design, over.signal);
  await fleet.settle();
  expect(fleet.admissions).toEqual([20, 20, 20]);
  fleet.begin(fleet.design(fleet.daemon(day), null), over.signal);
  fleet.begin(fleet.design(fleet.daemon({ ...day, isDefaultDayBudget: false }), null), over.signal);
  await fleet.settle();
  expect(fleet.admissions.slice(3)).toEqual(['day_used_up', 'day_used_up']);
});

test('T7: after midnight a design counts in the day on which it was started, and not in the next', async () => {
  const daemon = fleet.daemon({ budgetUsdPerDay: 1.2 });
  const yesterday = fleet.design(daemon, null);
  const today = fleet.design(daemon, null);
  today.countsAt = 86_400_000;
  yesterday.stored.spentUsd = 1;
  fleet.begin(yesterday, over.signal);
  fleet.begin(today, over.signal);
  await fleet.settle();
  expect(fleet.admissions.toSorted()).toEqual([20, 'day_used_up']);
  expect(fleet.running.map(({ design }) => design)).toEqual([today]);
});
