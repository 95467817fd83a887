import type { Clock } from '../../src/foundation/clock.ts';

/** A clock that the test advances. */
export class TestClock implements Clock {
  #now: number;
  readonly #timers = new Set<{ readonly dueAt: number; readonly callback: () => void }>();

  constructor(now = Date.now()) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  at(dueAt: number, callback: () => void): Disposable {
    const timer = { dueAt, callback };
    this.#timers.add(timer);
    return { [Symbol.dispose]: () => this.#timers.delete(timer) };
  }

  /** How many callbacks are waiting. */
  get armed(): number {
    return this.#timers.size;
  }

  /** Milliseconds until the first of them. */
  get firstInMs(): number {
    return Math.min(...[...this.#timers].map(({ dueAt }) => dueAt)) - this.#now;
  }

  pass(milliseconds: number): void {
    this.#now += milliseconds;
    for (const timer of [...this.#timers].toSorted((one, other) => one.dueAt - other.dueAt)) {
      if (timer.dueAt > this.#now || !this.#timers.delete(timer)) continue;
      timer.callback();
    }
  }

  /** Passes with each callback at its moment, as where this process does not stand still. */
  run(milliseconds: number): void {
    const end = this.#now + milliseconds;
    while (this.#now + this.firstInMs <= end) this.pass(Math.max(0, this.firstInMs));
    this.pass(end - this.#now);
  }
}
