import { expect, test } from 'vitest';
import { Admissions } from '#engine/limits/admissions.ts';
import type { Estimates } from '#engine/limits/estimate.ts';
import type { Parts } from '#engine/parts/parts.ts';
import { designIdOf, sampleEvents } from '../../support/designs/events.ts';
import { TestClock } from '../../turns/test-clock.ts';
import { ownWorkshop } from '../own-workshop.ts';

const DESIGN_USD = 1;
const { at: _at, type: _type, ...started } = sampleEvents.design_started;

test.each([
  ['as the day’s budget has room for', { budgetUsdPerDay: 5.5, designsPerPersonPerDay: null }],
  ['as one person may start', { budgetUsdPerDay: null, designsPerPersonPerDay: 5 }],
])('T7: of starts at once at three daemons as many are accepted %s', async (_, limits) => {
  const { store } = (await ownWorkshop()).workshop;
  const clock = new TestClock();
  const parts = {
    store,
    clock,
    ...limits,
    isDefaultDayBudget: false,
    priceOf: () => 1,
  } as Partial<Parts> as Parts;
  const estimates = { of: async () => ({ usd: DESIGN_USD }) } as unknown as Estimates;
  const daemons = [1, 2, 3].map(() => new Admissions(parts, estimates));
  const start = (daemon: Admissions, n: number) => {
    const settings = { ...started.settings, budgetUsd: null };
    const designId = designIdOf(n);
    const command = {
      ...started,
      settings,
      designId,
      rehearsal: false,
      type: 'start_design',
    } as const;
    const entry = { id: `start-${n}`, designId, command, receivedAt: clock.now() };
    return daemon.admit(command, entry.id, false, async (starts) => {
      // Others have read the same by then.
      for (let turns = 0; turns < 20; turns += 1) await new Promise(setImmediate);
      return store.accept(entry, starts);
    });
  };
  const startAll = () =>
    Promise.all(
      daemons.flatMap((daemon, at) => [1, 2, 3, 4].map((n) => start(daemon, 10 * at + n))),
    );
  const first = await startAll();
  expect(first.filter((each) => 'fresh' in each)).toHaveLength(5);
  // Delivered again, each gets the same answer.
  const again = await startAll();
  expect(again).toEqual(first.map((each) => ('fresh' in each ? { ...each, fresh: false } : each)));
});
