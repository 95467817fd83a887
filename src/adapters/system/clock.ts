import { uptime } from 'node:os';
import type { Clock } from '../../foundation/clock.ts';
import type { Log } from '../../foundation/log.ts';

/** The longest wait of a Node timer, in milliseconds; longer ones would go off at once. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;
/** Milliseconds between two looks at the machine's clock. */
const LOOK_MS = 1_000;
/** Milliseconds that the machine's clock is set by before it is said; less changes nothing that people see. */
const JUMP_MS = 60_000;
/** Milliseconds by which two readings of one moment may differ. */
const INEXACT_MS = 1_000;

/** What a machine says of the time, in milliseconds. */
interface TimeSource {
  /** Since the epoch; people and time servers set it. */
  wall(): number;
  /** Since some moment; nobody sets it, and it stands still while the machine sleeps. */
  running(): number;
  /** Since the machine's start, its sleep included. */
  up(): number;
}
const MACHINE: TimeSource = {
  wall: () => Date.now(),
  running: () => performance.now(),
  up: () => uptime() * 1_000,
};

/**
 * The machine's clock as it was at the start, and the time that has passed since then: who sets that clock, forward or back, brings no
 * deadline nearer and puts none off. Sleep of the machine is time that has passed.
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
    let timer: NodeJS.Timeout;
    const wait = (): void => {
      const leftMs = dueAt - this.now();
      timer =
        leftMs > LONGEST_WAIT_MS
          ? setTimeout(wait, LONGEST_WAIT_MS)
          : setTimeout(callback, Math.max(0, leftMs));
    };
    wait();
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  }

  sayJumps(log: Log): Disposable {
    let saidMs = 0;
    const look = (): void => {
      const sleptMs = this.#source.up() - this.#source.running() - this.#asleepAtStart;
      if (sleptMs - this.#sleptMs > INEXACT_MS) this.#sleptMs = sleptMs;
      const aheadMs = Math.round(this.#source.wall() - this.now());
      if (Math.abs(aheadMs - saidMs) < JUMP_MS) return;
      log.warn('clock_jumped', { byMs: aheadMs - saidMs, aheadMs });
      saidMs = aheadMs;
    };
    const timer = setInterval(look, LOOK_MS).unref();
    return { [Symbol.dispose]: () => clearInterval(timer) };
  }
}

export const systemClock = new SteadyClock();
