import type { Log } from './log.ts';

/** The only source of time. Milliseconds since the epoch. */
export interface Clock {
  now(): number;
  /** Calls back once, at or soon after `dueAt`. Disposing it before then prevents the call. */
  at(dueAt: number, callback: () => void): Disposable;
  /** Logs jumps of the machine's clock, which this clock does not follow. Dispose it to stop. */
  sayJumps?(log: Log): Disposable;
}
