import type { StartDesign } from '../../core/vocabulary/commands.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { Parts } from '../design/parts.ts';
import type { Counted } from './counted.ts';
import { DayBudget } from './day-budget.ts';
import type { Estimates } from './estimate.ts';
import { StartsOfDay } from './starts-of-day.ts';

/** Admits starts of designs as far as the limits of the day leave room, on what a person starts and on what all of them cost. */
export class Admissions {
  readonly #startsOfDay: StartsOfDay;
  readonly #dayBudget: DayBudget;

  constructor(parts: Parts, estimates: Estimates) {
    this.#startsOfDay = new StartsOfDay(parts);
    this.#dayBudget = new DayBudget(parts, estimates);
  }

  /**
   * Returns why it may not start now, in words for its starter; `null` if it may, and then it counts until it is released.
   * `isOperators`: the operator of this machine starts it, who has no limit by person.
   */
  async admit(command: StartDesign, key: string, isOperators: boolean): Promise<string | null> {
    const tooMany = isOperators ? null : await this.#startsOfDay.admit(command, key);
    if (tooMany !== null) return tooMany;
    const tooDear = await this.#dayBudget.admit(command, key);
    if (tooDear !== null) this.#startsOfDay.forget(command.designId, key);
    return tooDear;
  }

  /** Returns why they may start no more today, in words for them; `null` if they may. */
  whyNotMore(who: Counted): Promise<string | null> {
    return this.#startsOfDay.whyNotMore(who);
  }

  /** Releases a start that is on record, or never will be. */
  release(id: DesignId): void {
    this.#startsOfDay.release(id);
    this.#dayBudget.release(id);
  }
}
