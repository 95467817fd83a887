import type { Timer, TimerId } from '../../core/timers.ts';
import type { Clock } from '../ports/clock.ts';

/** One clock timer for each armed timer of a design. */
export class Alarms {
  readonly #clock: Clock;
  readonly #ring: (id: TimerId) => void;
  readonly #armed = new Map<TimerId, { readonly dueAt: number; readonly timer: Disposable }>();

  constructor(clock: Clock, ring: (id: TimerId) => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** Arms those that are not armed yet, and takes back those that are not among these. Past ones ring once, at once. */
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
        this.#ring(id);
      });
      this.#armed.set(id, { dueAt, timer });
    }
  }
}
