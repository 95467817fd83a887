import pLimit from 'p-limit';
import { dayBeganAt } from '../../foundation/day.ts';
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

interface Calling {
  readonly model: string;
  readonly budgetUsd: number | null;
  readonly spending: () => Spending;
}

/**
 * Admits model calls while their design and the day stay below their ceilings, counting running calls (T7). A call
 * waits if only running calls leave no room: they may turn out cheaper.
 */
export class Ceilings {
  readonly #parts: CeilingParts;
  /** Keeps concurrent calls from using the same room. */
  readonly #oneAfterTheOther = pLimit(1);

  constructor(parts: CeilingParts) {
    this.#parts = parts;
  }

  /**
   * Admits a call. `enter` is called in the step that finds room: the call counts here from then on, and at other
   * daemons once its promise resolves. Rejects on abort.
   */
  async admit(design: Calling, enter: () => Promise<void>, signal: AbortSignal): Promise<Admission> {
    const { clock } = this.#parts;
    const dayUsd = this.#dayUsd(design.model);
    const tryIt = async (): Promise<Admission | 'later'> => {
      signal.throwIfAborted();
      const today = dayUsd === null ? 'room' : roomIn(dayUsd, await this.#today(signal));
      signal.throwIfAborted();
      const own = roomIn(design.budgetUsd, design.spending());
      if (own === 'none') return 'design_used_up';
      if (today === 'none') return 'day_used_up';
      if (own === 'later' || today === 'later') return 'later';
      await enter();
      return 'admitted';
    };
    for (;;) {
      const admission = await (dayUsd === null ? tryIt() : this.#oneAfterTheOther(tryIt));
      if (admission !== 'later') return admission;
      await waitUntil(clock, clock.now() + LOOK_MS, signal);
    }
  }

  /** USD; `null` for no ceiling: in a rehearsal, or if the ceiling is the default and the model has no known price. */
  #dayUsd(model: string): number | null {
    const { rehearsal, budgetUsdPerDay, isDefaultDayBudget, priceOf } = this.#parts;
    if (rehearsal || (isDefaultDayBudget && priceOf(model, NO_USAGE) === null)) return null;
    return budgetUsdPerDay;
  }

  #today(signal: AbortSignal): Promise<Spending> {
    const { store, clock, waits } = this.#parts;
    const since = dayBeganAt(clock.now());
    return waits.retryWhileUnavailable(() => store.spentSince(since), 'day budget', signal);
  }
}

function roomIn(ceilingUsd: number | null, { spentUsd, underWayUsd }: Spending): 'room' | 'later' | 'none' {
  if (ceilingUsd === null || spentUsd + underWayUsd < ceilingUsd) return 'room';
  return spentUsd >= ceilingUsd ? 'none' : 'later';
}
