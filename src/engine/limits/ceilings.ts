import { dayStartOf } from '../../foundation/day.ts';
import { waitUntil } from '../../foundation/timeout.ts';
import type { Spending } from '../../ports/store.ts';
import { NO_USAGE } from '../../ports/turn-record.ts';
import type { Admission } from '../../turns/model-broker.ts';
import type { Parts } from '../parts/parts.ts';
import type { Waits } from '../parts/waits.ts';

/** Milliseconds between checks whether running calls leave room. */
const LOOK_MS = 250;

type CeilingParts = Pick<
  Parts,
  'store' | 'clock' | 'budgetUsdPerDay' | 'isDefaultDayBudget' | 'priceOf' | 'rehearsal'
> & { readonly waits: Waits };

const NOTHING_SPENT: Spending = { spentUsd: 0, underWayUsd: 0 };

interface Calling {
  readonly model: string;
  readonly budgetUsd: number | null;
  readonly spending: () => Spending;
}

/** A call that begins: its least cost in USD, and the storing of it. */
interface Begun {
  readonly leastUsd: number;
  readonly stored: Promise<void>;
}

/**
 * Admits model calls while their design and the day stay below their ceilings, counting running calls. A call waits if
 * only running calls leave no room: they may turn out cheaper.
 */
export class Ceilings {
  readonly #parts: CeilingParts;
  /** USD: least cost of all calls begun here, and of those among them that are stored or were given up before. */
  #begunUsd = 0;
  #storedUsd = 0;
  #reading: Promise<Spending> | null = null;

  constructor(parts: CeilingParts) {
    this.#parts = parts;
  }

  /**
   * Admits a call once it is stored. `enter` is called in the step that finds room: the call counts here from then on,
   * and at other daemons once it is stored. Rejects on abort.
   */
  async admit(design: Calling, enter: () => Begun, signal: AbortSignal): Promise<Admission> {
    const { clock } = this.#parts;
    const dayUsd = this.#dayUsd(design.model);
    for (;;) {
      signal.throwIfAborted();
      const spending = dayUsd === null ? NOTHING_SPENT : await this.#today(signal);
      signal.throwIfAborted();
      // From here to `enter` without a wait: another call would take the same room.
      const today = roomIn(dayUsd, { ...spending, underWayUsd: spending.underWayUsd + this.#begunUsd });
      const own = roomIn(design.budgetUsd, design.spending());
      if (own === 'none') return 'design_used_up';
      if (today === 'none') return 'day_used_up';
      if (own === 'room' && today === 'room') {
        await this.#begin(enter());
        return 'admitted';
      }
      await waitUntil(clock, clock.now() + LOOK_MS, signal);
    }
  }

  async #begin({ leastUsd, stored }: Begun): Promise<void> {
    this.#begunUsd += leastUsd;
    try {
      await stored;
    } finally {
      this.#storedUsd += leastUsd;
    }
  }

  /** USD; `null` for no ceiling: in a rehearsal, or if the ceiling is the default and the model has no known price. */
  #dayUsd(model: string): number | null {
    const { rehearsal, budgetUsdPerDay, isDefaultDayBudget, priceOf } = this.#parts;
    if (rehearsal || (isDefaultDayBudget && priceOf(model, NO_USAGE) === null)) return null;
    return budgetUsdPerDay;
  }

  /** The day's spending without the calls begun here. Calls that begin at once share one reading. */
  #today(signal: AbortSignal): Promise<Spending> {
    const { waits } = this.#parts;
    const read = () => {
      this.#reading ??= this.#read().finally(() => {
        this.#reading = null;
      });
      return this.#reading;
    };
    return waits.retryWhileUnavailable(read, 'day budget', signal);
  }

  /** Subtracts only what was stored before, so that a call stored meanwhile counts, if need be twice. */
  async #read(): Promise<Spending> {
    const { store, clock } = this.#parts;
    const storedUsd = this.#storedUsd;
    const { spentUsd, underWayUsd } = await store.sumSpentSince(dayStartOf(clock.now()));
    return { spentUsd, underWayUsd: underWayUsd - storedUsd };
  }
}

function roomIn(ceilingUsd: number | null, { spentUsd, underWayUsd }: Spending): 'room' | 'later' | 'none' {
  if (ceilingUsd === null || spentUsd + underWayUsd < ceilingUsd) return 'room';
  return spentUsd >= ceilingUsd ? 'none' : 'later';
}
