import { systemIdentifiers } from '#adapters/system/identifiers.ts';
import { Ceilings } from '#engine/limits/ceilings.ts';
import { Waits } from '#engine/parts/waits.ts';
import { No } from '#foundation/no.ts';
import type { Spending, Store } from '#ports/store.ts';
import { silentLog } from '../../support/runner/silent-log.ts';
import { TestClock } from '../../turns/test-clock.ts';

/** Costs 0.50 with its whole bound of output, and at least 0.30. */
export const CALL = {
  model: 'any',
  inputUsd: 0.1,
  outputTokenUsd: 0.02,
  maxOutputTokens: 20,
  usualOutputTokens: 5,
};

/** What a design has spent, and what is reserved for its running calls. */
class Account {
  spentUsd = 0;
  readonly reserved = new Map<number, number>();

  get spending(): Spending {
    return {
      spentUsd: this.spentUsd,
      underWayUsd: [...this.reserved.values()].reduce((sum, usd) => sum + usd, 0),
    };
  }
}

/** A call that was let begin. */
interface Admitted {
  readonly id: number;
  readonly design: Paying;
  readonly maxOutputTokens: number;
  readonly reservedUsd: number;
}

/** A design at one daemon. What it reserves is stored some time later. */
class Paying extends Account {
  readonly budgetUsd: number | null;
  readonly ceilings: Ceilings;
  readonly stored = new Account();
  /** Start of the design. */
  countsAt = 0;

  constructor(budgetUsd: number | null, ceilings: Ceilings) {
    super();
    this.budgetUsd = budgetUsd;
    this.ceilings = ceilings;
  }
}

function sumOf(designs: readonly Paying[]): Spending {
  const all = designs.map(({ stored }) => stored.spending);
  return {
    spentUsd: all.reduce((sum, { spentUsd }) => sum + spentUsd, 0),
    underWayUsd: all.reduce((sum, { underWayUsd }) => sum + underWayUsd, 0),
  };
}

/** Designs of several daemons that share a store. */
export class Fleet {
  readonly clock = new TestClock();
  readonly #designs: Paying[] = [];
  readonly running: Admitted[] = [];
  readonly admissions: (number | string)[] = [];
  /** How long the next use of the store takes, in turns of the loop. */
  latency = () => 0;
  #calls = 0;

  daemon({
    budgetUsdPerDay = null as number | null,
    isDefaultDayBudget = false,
    priceOf = (): number | null => 1,
  } = {}): Ceilings {
    const store = {
      sumSpentSince: async (since: number, before = Number.POSITIVE_INFINITY) => {
        await this.#wait();
        const sum = sumOf(
          this.#designs.filter(({ countsAt }) => countsAt >= since && countsAt < before),
        );
        await this.#wait();
        return sum;
      },
    } as Partial<Store> as Store;
    const { clock } = this;
    const waits = new Waits({ clock, log: silentLog });
    const day = { rehearsal: false, budgetUsdPerDay, isDefaultDayBudget, priceOf };
    return new Ceilings({ store, clock, waits, identifiers: systemIdentifiers, ...day });
  }

  /** What the store has of the day. */
  get today(): Spending {
    return sumOf(this.#designs);
  }

  /** What the calls that were let begin have cost, or may cost. */
  get mostUsd(): number {
    const spentUsd = this.#designs.reduce((sum, design) => sum + design.spentUsd, 0);
    return this.running.reduce((sum, { reservedUsd }) => sum + reservedUsd, spentUsd);
  }

  design(ceilings: Ceilings, budgetUsd: number | null): Paying {
    const design = new Paying(budgetUsd, ceilings);
    this.#designs.push(design);
    return design;
  }

  begin(design: Paying, signal: AbortSignal, call: Partial<typeof CALL> = {}): void {
    const id = ++this.#calls;
    const { budgetUsd, stored, reserved } = design;
    let reservedUsd = 0;
    const reserve = async (usd: number | null): Promise<void> => {
      if (usd === null) reserved.delete(id);
      else reserved.set(id, usd);
      reservedUsd = usd ?? 0;
      await this.#wait();
      if (usd === null) stored.reserved.delete(id);
      else stored.reserved.set(id, usd);
    };
    const calling = {
      countsAt: design.countsAt,
      ...CALL,
      ...call,
      budgetUsd,
      spending: () => design.spending,
      reserve,
    };
    design.ceilings.admit(calling, signal).then(
      (admission) => {
        this.admissions.push(admission instanceof No ? admission.why : admission.maxOutputTokens);
        if (admission instanceof No) return;
        this.running.push({ id, design, ...admission, reservedUsd });
      },
      () => this.admissions.push('aborted'),
    );
  }

  /** One of the calls brings its answer, which costs a share of what was reserved. */
  async answer(share: number, which = 0): Promise<void> {
    const [call] = this.running.splice(which, 1);
    if (call === undefined) return;
    const { id, design, reservedUsd } = call;
    design.reserved.delete(id);
    design.spentUsd += share * reservedUsd;
    await this.#wait();
    design.stored.reserved.delete(id);
    design.stored.spentUsd += share * reservedUsd;
  }

  /** Lets calls that wait look once more. */
  async settle(): Promise<void> {
    for (let turns = 0; turns < 50; turns += 1) await new Promise(setImmediate);
    this.clock.pass(1_000);
    for (let turns = 0; turns < 50; turns += 1) await new Promise(setImmediate);
  }

  async #wait(): Promise<void> {
    for (let turns = this.latency(); turns > 0; turns -= 1) await new Promise(setImmediate);
  }
}
