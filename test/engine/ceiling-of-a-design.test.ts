import { expect, test } from 'vitest';
import { Ceilings } from '../../src/engine/limits/ceilings.ts';
import { Waits } from '../../src/engine/parts/waits.ts';
import type { SharedStore, Store } from '../../src/ports/store.ts';
import { silentLog } from '../support/runner/silent-log.ts';
import { Chance } from '../support/strangers/fuzz.ts';
import { TestClock } from '../turns/test-clock.ts';

const CEILING_USD = 1;
/** Longer than between two looks for room. */
const LOOKED_MS = 1_000;

/** A design that pays for its calls, of which each counts with its least cost from the moment that it begins. */
class Paying {
  spentUsd = 0;
  underWay: number[] = [];
  readonly admissions: string[] = [];
  /** What was spent or under way when a call was let begin. */
  readonly heldUsd: number[] = [];
  readonly #clock = new TestClock();
  readonly #ceilings: Ceilings;

  constructor() {
    // A ceiling of the design alone asks no store.
    const store = {} as Store & SharedStore;
    const waits = new Waits({ clock: this.#clock, log: silentLog });
    const free = { rehearsal: false, budgetUsdPerDay: null, isDefaultDayBudget: false, priceOf: () => 1 };
    this.#ceilings = new Ceilings({ store, clock: this.#clock, waits, ...free });
  }

  get underWayUsd(): number {
    return this.underWay.reduce((sum, usd) => sum + usd, 0);
  }

  begin(leastUsd: number, signal: AbortSignal): void {
    const enter = () => {
      this.heldUsd.push(this.spentUsd + this.underWayUsd);
      this.underWay.push(leastUsd);
      return { leastUsd, stored: Promise.resolve() };
    };
    const spending = () => ({ spentUsd: this.spentUsd, underWayUsd: this.underWayUsd });
    this.#ceilings
      .admit({ model: 'any', budgetUsd: CEILING_USD, spending }, enter, signal)
      .then((admission) => this.admissions.push(admission))
      .catch(() => this.admissions.push('over'));
  }

  /** The call that has been under way for longest brings its answer. */
  answer(usd: number): void {
    this.underWay = this.underWay.slice(1);
    this.spentUsd += usd;
  }

  /** Lets calls that wait look once more. */
  async settle(): Promise<void> {
    await new Promise(setImmediate);
    this.#clock.pass(LOOKED_MS);
    await new Promise(setImmediate);
  }
}

test('T7: no order of calls and answers begins one after spent and open money reach the ceiling', async () => {
  for (let seed = 1; seed <= 30; seed++) {
    const chance = new Chance(seed);
    const design = new Paying();
    const over = new AbortController();
    for (let moves = 0; moves < 40; moves++) {
      if (chance.oneIn(3) && design.underWay.length > 0) design.answer((1 + chance.below(20)) / 100);
      else design.begin((1 + chance.below(20)) / 100, over.signal);
      if (chance.oneIn(2)) await design.settle();
    }
    expect(design.heldUsd.length, `seed ${seed}`).toBeGreaterThan(3);
    expect(Math.max(...design.heldUsd), `seed ${seed}`).toBeLessThan(CEILING_USD);
    over.abort();
    await design.settle();
  }
});
