import type { StartDesign } from '../../core/vocabulary/commands.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { Parts } from '../parts/parts.ts';
import type { Counted } from './counted.ts';
import { DayBudget } from './day-budget.ts';
import type { Estimates } from './estimate.ts';
import { StartsOfDay } from './starts-of-day.ts';

/** Admits starts within the day's limits: on designs per person, and on total cost. */
export class Admissions {
  readonly #startsOfDay: StartsOfDay;
  readonly #dayBudget: DayBudget;

  constructor(parts: Parts, estimates: Estimates) {
    this.#startsOfDay = new StartsOfDay(parts);
    this.#dayBudget = new DayBudget(parts, estimates);
  }

  /**
   * Refusal in words for the starter; `null` admits, and the start counts until released. `isOperators`: started by the
   * operator of this machine, who has no personal limit.
   */
  async admit(command: StartDesign, key: string, isOperators: boolean): Promise<string | null> {
    const tooMany = isOperators ? null : await this.#startsOfDay.admit(command, key);
    if (tooMany !== null) return tooMany;
    const tooDear = await this.#dayBudget.admit(command, key);
    if (tooDear !== null) this.#startsOfDay.forget(command.designId, key);
    return tooDear;
  }

  refusalForMore(who: Counted): Promise<string | null> {
    return this.#startsOfDay.refusalForMore(who);
  }

  /** Releases what was reserved for a start, once it is recorded or has failed. */
  release(id: DesignId): void {
    this.#startsOfDay.release(id);
    this.#dayBudget.release(id);
  }
}
