import { expect, test } from 'vitest';
import { Chance } from '../support/strangers/fuzz.ts';
import { CALL, Fleet } from './limits/paying.ts';

const DAY_USD = 4;
const DESIGN_USD = 1.5;
/** Sums of the same money in another order. */
const ROUNDING_USD = 1e-6;

test('T7: no order of calls, answers and stores of two daemons exceeds what a design or a day may cost', async () => {
  let smaller = 0;
  for (let seed = 1; seed <= 30; seed++) {
    const chance = new Chance(seed);
    const fleet = new Fleet();
    fleet.latency = () => chance.below(4);
    const over = new AbortController();
    const designs = [1, 2].flatMap(() => {
      const daemon = fleet.daemon({ budgetUsdPerDay: DAY_USD });
      return [fleet.design(daemon, DESIGN_USD), fleet.design(daemon, DESIGN_USD)];
    });
    for (let moves = 0; moves < 150; moves++) {
      const design = designs[chance.below(designs.length)];
      if (design === undefined) throw new Error('no design');
      if (chance.oneIn(3))
        void fleet.answer(chance.below(11) / 10, chance.below(fleet.running.length + 1));
      else fleet.begin(design, over.signal, { inputUsd: (1 + chance.below(30)) / 100 });
      if (chance.oneIn(3)) await new Promise(setImmediate);
      if (chance.oneIn(6)) await fleet.settle();
      expect(fleet.mostUsd, `seed ${seed}`).toBeLessThanOrEqual(DAY_USD + ROUNDING_USD);
      for (const { spending } of designs)
        expect(spending.spentUsd + spending.underWayUsd, `seed ${seed}`).toBeLessThanOrEqual(
          DESIGN_USD + ROUNDING_USD,
        );
    }
    while (fleet.running.length > 0) await fleet.answer(1);
    await fleet.settle();
    const bounds = fleet.admissions.filter((each) => typeof each === 'number');
    expect(bounds.length, `seed ${seed}`).toBeGreaterThan(6);
    smaller += bounds.filter((bound) => bound < CALL.maxOutputTokens).length;
    over.abort();
    await fleet.settle();
  }
  expect(smaller).toBeGreaterThan(10);
});
