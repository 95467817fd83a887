import pLimit from 'p-limit';
import { type Refusal, refuse, type StartDesign } from '../../core/vocabulary/commands.ts';
import { dayStartOf } from '../../foundation/day.ts';
import { StaleVersionError } from '../../foundation/fault.ts';
import { No } from '../../foundation/no.ts';
import type { PendingStart } from '../../ports/store.ts';
import type { Parts } from '../parts/parts.ts';
import type { Counted } from './counted.ts';
import { DayBudget } from './day-budget.ts';
import type { Estimates } from './estimate.ts';
import { StartsOfDay } from './starts-of-day.ts';

/** Admits starts within the day's limits: on designs per person, and on total cost. */
export class Admissions {
  readonly #parts: Pick<Parts, 'store' | 'clock'>;
  readonly #startsOfDay: StartsOfDay;
  readonly #dayBudget: DayBudget;
  readonly #oneAfterTheOther = pLimit(1);

  constructor(parts: Parts, estimates: Estimates) {
    this.#parts = parts;
    this.#startsOfDay = new StartsOfDay(parts);
    this.#dayBudget = new DayBudget(parts, estimates);
  }

  /**
   * Has a start accepted that is within the limits, with the count of starts that they were checked
   * by: if another one was accepted since, at whichever daemon, they are checked again. Returns the
   * refusal for the starter, or what `accept` returns. `isOperators`: started by the operator of
   * this machine, who has no personal limit.
   */
  admit<Accepted>(
    command: StartDesign,
    key: string,
    isOperators: boolean,
    accept: (starts: number) => Promise<Accepted>,
  ): Promise<Accepted | No<Refusal>> {
    return this.#oneAfterTheOther(async () => {
      for (;;) {
        const { count, pending } = await this.#starts();
        const message =
          (isOperators ? null : await this.#startsOfDay.refusalOf(command, pending)) ??
          (await this.#dayBudget.refusalOf(command, pending));
        if (message !== null && !(await this.#isKnown(key, pending)))
          return new No(refuse('not_open', message));
        try {
          return await accept(count);
        } catch (error) {
          if (!(error instanceof StaleVersionError)) throw error;
        }
      }
    });
  }

  async refusalForMore(who: Counted): Promise<string | null> {
    return this.#startsOfDay.refusalForMore(who, (await this.#starts()).pending);
  }

  #starts() {
    const { store, clock } = this.#parts;
    return store.starts(dayStartOf(clock.now()));
  }

  /** True for a start that is delivered again. */
  async #isKnown(key: string, pending: readonly PendingStart[]): Promise<boolean> {
    return pending.some(({ id }) => id === key) || (await this.#parts.store.answerTo(key)) !== null;
  }
}
