import { uptime } from 'node:os';
import { type Clock, callAt } from '../../foundation/clock.ts';
import type { Log } from '../../foundation/log.ts';

/** Milliseconds between two checks of the machine's clock. */
const LOOK_MS = 1_000;
/** Smallest change of the machine's clock to log: people notice no smaller one. */
const JUMP_MS = 60_000;
/** Milliseconds by which two readings at the same moment may differ. */
const INEXACT_MS = 1_000;

interface TimeSource {
  /** Since the epoch; people and time servers set it. */
  wall(): number;
  /** Since some moment; never set, but stopped while the machine sleeps. */
  running(): number;
  /** Since the machine's start, including sleep. */
  up(): number;
}
const MACHINE: TimeSource = {
  wall: () => Date.now(),
  running: () => performance.now(),
  up: () => uptime() * 1_000,
};

/**
 * Starts with the machine's clock and counts the time that passes. Setting that clock moves no
 * deadline. Sleep counts as time that passes.
 */
export class SteadyClock implements Clock {
  readonly #source: TimeSource;
  readonly #asleepAtStart: number;
  readonly #startedAt: number;
  #sleptMs = 0;

  constructor(source: TimeSource = MACHINE) {
    this.#source = source;
    this.#startedAt = source.wall() - source.running();
    this.#asleepAtStart = source.up() - source.running();
  }

  readonly now = (): number => Math.floor(this.#startedAt + this.#source.running() + this.#sleptMs);

  at(dueAt: number, callback: () => void): Disposable {
    return callAt(this.now, dueAt, callback);
  }

  sayJumps(log: Log): Disposable {
    let saidMs = 0;
    const look = (): void => {
      const sleptMs = this.#source.up() - this.#source.running() - this.#asleepAtStart;
      if (sleptMs - this.#sleptMs > INEXACT_MS) this.#sleptMs = sleptMs;
      const aheadMs = Math.round(this.#source.wall() - this.now());
      if (Math.abs(aheadMs - saidMs) < JUMP_MS) return;
      log.warn('clock_jumped', {
        byMs: aheadMs - saidMs,
        aheadMs,
        toDo: 'Restart the daemon when no design waits for people.',
      });
      saidMs = aheadMs;
    };
    const timer = setInterval(look, LOOK_MS).unref();
    return { [Symbol.dispose]: () => clearInterval(timer) };
  }
}

export const systemClock = new SteadyClock();
