/**
 * Limits on money, slots and starts, for designs and days. Here: whether a model call still fits
 * below the ceilings, and what running calls have reserved of them.
 */

import pLimit from 'p-limit';
import { DAY_MS, dayStartOf } from '../../foundation/day.ts';
import { No } from '../../foundation/no.ts';
import { awaitUnlessAborted, waitUntil } from '../../foundation/timeout.ts';
import type { Spending } from '../../ports/store.ts';
import { NO_USAGE } from '../../ports/turn-record.ts';
import type { Admission, CallToAdmit } from '../../turns/model-broker.ts';
import type { Parts } from '../parts/parts.ts';
import type { Waits } from '../parts/waits.ts';

/**
 * Milliseconds until the next check whether running calls leave room. One of them by chance, so
 * that two daemons do not find each other's reservations again and again.
 */
const LOOKS_MS = [250, 280, 310, 340, 370] as const;
/** A call with a smaller bound may write this often what such turns usually take. */
const TIMES_USUAL = 2;
/** Sums of the same USD in another order may differ by less. */
const ROUNDING_USD = 1e-9;

type CeilingParts = Pick<
  Parts,
  | 'store'
  | 'clock'
  | 'identifiers'
  | 'budgetUsdPerDay'
  | 'isDefaultDayBudget'
  | 'priceOf'
  | 'rehearsal'
> & { readonly waits: Waits };

const NOTHING_SPENT: Spending = { spentUsd: 0, underWayUsd: 0 };

interface Calling extends Omit<CallToAdmit, 'reserve'> {
  readonly model: string;
  readonly usualOutputTokens: number;
  /**
   * A moment of the day on whose budget it goes: that of its design's start. Milliseconds since the
   * epoch.
   */
  readonly countsAt: number;
  readonly budgetUsd: number | null;
  readonly spending: () => Spending;
  /**
   * From this step on the call counts with so many USD; `null`: no longer. Resolves when that is
   * stored.
   */
  readonly reserve: (usd: number | null) => Promise<void>;
}

/** USD below a ceiling, without and with what is reserved for running calls. */
interface Room {
  readonly aloneUsd: number;
  readonly nowUsd: number;
}

/**
 * Admits model calls while what they may cost fits below the ceilings of their design and of the
 * day, beside what is reserved for running calls. A call waits if only running calls leave no room:
 * they may turn out cheaper. One that does not fit even alone gets a smaller bound of output, or is
 * refused.
 */
export class Ceilings {
  readonly #parts: CeilingParts;
  /** Of calls for which the day had no room at first: two would take it from each other. */
  readonly #oneAfterTheOther = pLimit(1);
  /** By the beginning of their day. */
  readonly #nextReadings = new Map<number, Promise<Spending>>();

  constructor(parts: CeilingParts) {
    this.#parts = parts;
  }

  /** Admits a call once what it may cost is stored. Rejects on abort. */
  async admit(calling: Calling, signal: AbortSignal): Promise<Admission> {
    const { clock, identifiers } = this.#parts;
    const dayUsd = this.#dayUsd(calling.model);
    // At first as if the day had room: whether it has is read only once it is reserved.
    let admission = await this.#try(calling, dayUsd, NOTHING_SPENT, signal);
    while (admission === 'later') {
      const [lookMs] = identifiers.shuffle(LOOKS_MS);
      await waitUntil(clock, clock.now() + (lookMs ?? LOOKS_MS[0]), signal);
      signal.throwIfAborted();
      const trying = this.#oneAfterTheOther(async () => {
        const today = dayUsd === null ? NOTHING_SPENT : await this.#spendingOf(calling, signal);
        return this.#try(calling, dayUsd, today, signal);
      });
      admission = await awaitUnlessAborted(trying, signal);
    }
    return admission;
  }

  /**
   * Reserves, stores, then reads the day's spending: no daemon sends a call unless its own stored
   * reservation fits beside all others that were stored before the reading began. `today`: the
   * spending without this call.
   */
  async #try(
    calling: Calling,
    dayUsd: number | null,
    today: Spending,
    signal: AbortSignal,
  ): Promise<Admission | 'later'> {
    signal.throwIfAborted();
    // From here to `reserve` without a wait: another call would take the same room.
    const own = roomIn(calling.budgetUsd, calling.spending());
    const ofDay = roomIn(dayUsd, today);
    const narrower = own.aloneUsd <= ofDay.aloneUsd ? own : ofDay;
    const maxOutputTokens = boundIn(narrower.aloneUsd, calling);
    if (maxOutputTokens === null)
      return new No(narrower === own ? 'design_used_up' : 'day_used_up');
    const usd = calling.inputUsd + maxOutputTokens * calling.outputTokenUsd;
    if (usd > Math.min(own.nowUsd, ofDay.nowUsd) + ROUNDING_USD) return 'later';
    await calling.reserve(usd);
    if (dayUsd === null) return { maxOutputTokens };
    const { aloneUsd, nowUsd } = roomIn(dayUsd, await this.#spendingOf(calling, signal));
    // A call of unknown price reserves nothing, and something has to be left for it.
    if (nowUsd >= -ROUNDING_USD && aloneUsd > 0) return { maxOutputTokens };
    await calling.reserve(null);
    return 'later';
  }

  /**
   * USD; `null` for no ceiling: in a rehearsal, or if the ceiling is the default and the model has
   * no known price.
   */
  #dayUsd(model: string): number | null {
    const { rehearsal, budgetUsdPerDay, isDefaultDayBudget, priceOf } = this.#parts;
    if (rehearsal || (isDefaultDayBudget && priceOf(model, NO_USAGE) === null)) return null;
    return budgetUsdPerDay;
  }

  /**
   * Spending on the call's day by a reading that begins after this call. Calls that begin at once
   * share one.
   */
  #spendingOf({ countsAt }: Calling, signal: AbortSignal): Promise<Spending> {
    const { waits, store } = this.#parts;
    const day = dayStartOf(countsAt);
    const read = () =>
      this.#nextReadings.getOrInsertComputed(day, () =>
        Promise.resolve().then(() => {
          this.#nextReadings.delete(day);
          return store.sumSpentSince(day, day + DAY_MS);
        }),
      );
    return waits.retryWhileUnavailable(read, 'day budget', signal);
  }
}

function roomIn(ceilingUsd: number | null, { spentUsd, underWayUsd }: Spending): Room {
  const aloneUsd = (ceilingUsd ?? Number.POSITIVE_INFINITY) - spentUsd;
  return { aloneUsd, nowUsd: aloneUsd - underWayUsd };
}

/**
 * The call's bound of output, or the largest smaller one for which there is room; `null` if that is
 * too small.
 */
function boundIn(
  aloneUsd: number,
  { inputUsd, outputTokenUsd, maxOutputTokens, usualOutputTokens }: Calling,
): number | null {
  // A call of unknown price fits as long as anything is left.
  if (aloneUsd <= 0) return null;
  const bound = Math.min(maxOutputTokens, Math.floor((aloneUsd - inputUsd) / outputTokenUsd));
  return bound >= Math.min(TIMES_USUAL * usualOutputTokens, maxOutputTokens) ? bound : null;
}
