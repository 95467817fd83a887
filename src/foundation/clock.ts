import type { Log } from './log.ts';

/** The only source of time. Milliseconds since the epoch. */
export interface Clock {
  now(): number;
  /** Calls back once, at or soon after `dueAt`. Disposing it before then prevents the call. */
  at(dueAt: number, callback: () => void): Disposable;
  /** Logs jumps of the machine's clock, which this clock does not follow. Dispose it to stop. */
  sayJumps?(log: Log): Disposable;
}

/** The longest wait of a Node timer; a longer one would fire at once. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/** Calls back once `now` has reached `dueAt`. Disposing it before then prevents the call. */
export function callAt(now: () => number, dueAt: number, callback: () => void): Disposable {
  let timer: NodeJS.Timeout;
  // Node counts a wait from the loop's last turn, in whole milliseconds: it can end too early.
  const look = (): void => {
    if (now() < dueAt) wait();
    else callback();
  };
  const wait = (): void => {
    timer = setTimeout(look, Math.min(Math.max(0, dueAt - now()), LONGEST_WAIT_MS));
  };
  wait();
  return { [Symbol.dispose]: () => clearTimeout(timer) };
}
