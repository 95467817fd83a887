import { afterEach, beforeEach, expect, test } from 'vitest';
import { Ceilings } from '../../../src/engine/limits/ceilings.ts';
import { Waits } from '../../../src/engine/parts/waits.ts';
import type { Spending, Store } from '../../../src/ports/store.ts';
import { eventually } from '../../support/runner/eventually.ts';
import { silentLog } from '../../support/runner/silent-log.ts';
import { TestClock } from '../../turns/test-clock.ts';

const CALL_USD = 0.4;

let clock: TestClock;
let over: AbortController;
let spent: number;
let underWay: number;
beforeEach(() => {
  clock = new TestClock();
  over = new AbortController();
  [spent, underWay] = [0, 0];
});
afterEach(() => over.abort());

const spending = (): Spending => ({ spentUsd: spent, underWayUsd: underWay });

/** Calls that cost the same each, all begun at once. */
function begin(
  count: number,
  budgets: { readonly design: number | null; readonly day: number | null },
  { isDefaultDayBudget = false, priceOf = (): number | null => 1 } = {},
) {
  const store = { sumSpentSince: async () => spending() } as Partial<Store> as Store;
  const waits = new Waits({ clock, log: silentLog });
  const parts = {
    store,
    clock,
    waits,
    rehearsal: false,
    budgetUsdPerDay: budgets.day,
    isDefaultDayBudget,
    priceOf,
  };
  const ceilings = new Ceilings(parts);
  const admitted: string[] = [];
  for (let call = 0; call < count; call += 1) {
    const enter = () => {
      underWay += CALL_USD;
      return { leastUsd: CALL_USD, stored: Promise.resolve() };
    };
    const own = { model: 'any', budgetUsd: budgets.design, spending };
    ceilings.admit(own, enter, over.signal).then(
      (admission) => admitted.push(admission),
      () => admitted.push('aborted'),
    );
  }
  return admitted;
}

/** One of them has brought its answer, at another price than was thought. */
function answered(usd: number): void {
  underWay -= CALL_USD;
  spent += usd;
  clock.pass(250);
}

const settled = (admitted: readonly string[], count: number) => eventually(() => admitted.length).toBe(count);

test.each([
  ['a design', { design: 1, day: null }],
  ['the day', { design: null, day: 1 }],
])('T7: calls that begin at once are as many as the ceiling of %s has room for', async (_, budgets) => {
  const admitted = begin(6, budgets);
  await settled(admitted, 3);
  await eventually(() => clock.armed).toBeGreaterThan(0);
  // It was cheaper: one more has room.
  answered(0.1);
  await settled(admitted, 4);
  expect(admitted).toEqual(Array(4).fill('admitted'));
  expect(underWay).toBeCloseTo(3 * CALL_USD);
});

test.each([
  ['design_used_up', { design: 1, day: null }],
  ['day_used_up', { design: 9, day: 1 }],
])('T7: a waiting call is refused once the money is spent, as %s', async (refusal, budgets) => {
  const admitted = begin(4, budgets);
  await settled(admitted, 3);
  await eventually(() => clock.armed).toBeGreaterThan(0);
  answered(1);
  await settled(admitted, 4);
  expect(admitted.at(-1)).toBe(refusal);
});

test('T7: a call that waits for room ends with its turn', async () => {
  const admitted = begin(4, { design: 1, day: null });
  await settled(admitted, 3);
  over.abort();
  await settled(admitted, 4);
  expect(admitted.at(-1)).toBe('aborted');
});

test('T7: a ceiling of the day that nobody has set stops no model whose price is not known', async () => {
  spent = 60;
  const unpriced = begin(3, { design: null, day: 50 }, { isDefaultDayBudget: true, priceOf: () => null });
  const priced = begin(1, { design: null, day: 50 }, { isDefaultDayBudget: true });
  const set = begin(1, { design: null, day: 50 }, { priceOf: () => null });
  await settled(unpriced, 3);
  expect(unpriced).toEqual(Array(3).fill('admitted'));
  await settled(priced, 1);
  await settled(set, 1);
  expect([...priced, ...set]).toEqual(['day_used_up', 'day_used_up']);
});

test('T7: calls count for the day while they are being stored, and once afterwards', async () => {
  const storing = Promise.withResolvers<void>();
  let stored: Spending = { spentUsd: 0, underWayUsd: 0 };
  const store = { sumSpentSince: async () => stored } as Partial<Store> as Store;
  const waits = new Waits({ clock, log: silentLog });
  const day = { rehearsal: false, budgetUsdPerDay: 1, isDefaultDayBudget: false, priceOf: () => 1 };
  const ceilings = new Ceilings({ store, clock, waits, ...day });
  let begun = 0;
  const call = () =>
    ceilings.admit(
      { model: 'any', budgetUsd: null, spending },
      () => {
        begun += 1;
        return { leastUsd: CALL_USD, stored: storing.promise };
      },
      over.signal,
    );
  const first = [call(), call()];
  await eventually(() => begun).toBe(2);
  const later = [call(), call()];
  await eventually(() => begun).toBe(3);
  await eventually(() => clock.armed).toBe(1);
  stored = { spentUsd: 0, underWayUsd: 3 * CALL_USD };
  storing.resolve();
  expect(await Promise.all([...first, later[0]])).toEqual(Array(3).fill('admitted'));
  stored = { spentUsd: 0, underWayUsd: 2 * CALL_USD };
  clock.pass(250);
  expect(await later[1]).toBe('admitted');
});
