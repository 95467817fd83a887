import { expect, test } from 'vitest';
import { costUsd, PRICES } from '../../../src/adapters/anthropic/prices.ts';
import type { Design } from '../../../src/core/design.ts';
import { Estimates, estimateWords } from '../../../src/runtime/engine/estimate.ts';
import type { Store } from '../../../src/runtime/ports/store.ts';
import { realClock } from '../../support/child-real-clock.ts';
import { given, type World } from '../../support/given.ts';
import { MINUTE } from '../../support/given-start.ts';

/** A completed design of this price and length. */
function completed(costUsd: number | null, minutes: number, changes: Partial<Design> = {}): Design {
  const world: World = given().reach('asking');
  world.spends('subtractor', costUsd);
  world.later(minutes * MINUTE).reachEnd();
  return { ...world.design, rehearsal: false, ...changes };
}

function estimates(
  designs: readonly Design[],
  changes: Partial<ConstructorParameters<typeof Estimates>[0]> = {},
) {
  const ids = designs.map((_, index) => `dsn_${index}`);
  const store = {
    list: async () => ids.map((id) => ({ id })),
    snapshot: async (id: string) => ({ design: designs[ids.indexOf(id)], version: 1, hash: '' }),
    events: async () => [],
  } as unknown as Store;
  return new Estimates({
    store,
    clock: realClock,
    reducerVersion: 'tests',
    priceOf: (model, usage) => costUsd(PRICES, model, usage),
    defaultModel: 'claude-opus-5-5',
    rehearsal: false,
    ...changes,
  });
}

const STANDARD = { depth: 'standard', hasRepository: false } as const;

test('the median of what designs of this depth cost and took', async () => {
  const recorded = [completed(1, 5), completed(9, 30), completed(2, 6), completed(3, 7)];
  const others = [
    completed(50, 90, { settings: { ...given().design.settings, depth: 'deep' } }),
    completed(50, 90, { rehearsal: true }),
    completed(50, 90, { repository: { name: 'r', commit: 'a'.repeat(40), digest: '' } }),
  ];
  const estimate = await estimates([...recorded, ...others]).of(STANDARD);
  expect(estimate).toEqual({ usd: 3, minutes: 7, designs: 4 });
  expect(estimate && estimateWords(estimate)).toBe('$3.00 and 7 min, as 4 designs before it');
});

test('the table, as long as two designs or fewer are on record, in the prices of the model', async () => {
  const two = [completed(1, 5), completed(2, 6)];
  expect(await estimates(two).of(STANDARD)).toEqual({ usd: expect.closeTo(1.75, 1), minutes: 6, designs: 0 });
  const withRepository = await estimates([]).of({ depth: 'quick', hasRepository: true });
  expect(withRepository).toEqual({ usd: expect.closeTo(0.63, 1), minutes: 3, designs: 0 });
});

test('a price that is not known is not made up, neither from the table nor from the record', async () => {
  const unknown = await estimates([], { defaultModel: 'somebody-elses' }).of(STANDARD);
  expect(unknown).toEqual({ usd: null, minutes: 6, designs: 0 });
  expect(unknown && estimateWords(unknown)).toBe('an unknown price and 6 min');
  const recorded = [completed(null, 5), completed(null, 5), completed(1, 5)];
  expect(await estimates(recorded).of(STANDARD)).toEqual({ usd: null, minutes: 5, designs: 3 });
});

test('a rehearsal has none', async () => {
  expect(await estimates([], { rehearsal: true }).of(STANDARD)).toBeNull();
});
