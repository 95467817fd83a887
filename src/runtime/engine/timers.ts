import type { TimerId } from '../../core/ids.ts';
import type { Timer } from '../../core/timers.ts';
import type { Clock } from '../ports/clock.ts';

/** One clock timer for each armed timer of a design. */
export class Timers {
  readonly #clock: Clock;
  readonly #onDue: (id: TimerId) => void;
  readonly #armed = new Map<TimerId, { readonly dueAt: number; readonly timer: Disposable }>();

  constructor(clock: Clock, onDue: (id: TimerId) => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  /** Arms those that are not armed yet, and disarms those that are not among these. One that is past is due at once. */
  set(timers: readonly Timer[]): void {
    for (const [id, { dueAt, timer }] of this.#armed) {
      if (timers.some((each) => each.id === id && each.dueAt === dueAt)) continue;
      timer[Symbol.dispose]();
      this.#armed.delete(id);
    }
    for (const { id, dueAt } of timers) {
      if (this.#armed.has(id)) continue;
      const timer = this.#clock.at(dueAt, () => {
        this.#armed.delete(id);
        this.#onDue(id);
      });
      this.#armed.set(id, { dueAt, timer });
    }
  }
}
