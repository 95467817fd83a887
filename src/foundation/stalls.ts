import type { Clock } from './clock.ts';
import type { Log } from './log.ts';
import { warnRepeatedly } from './repeated-line.ts';

/** Milliseconds between two looks. */
const LOOK_MS = 100;
/** Milliseconds for which work may stand on the thread before it is told. */
export const STALL_MS = 200;

const UNNAMED = 'other work';
let lastBegun = UNNAMED;
let count = 0;

/** Names the work that begins now, which stands if the next look is late. No words of others. */
export function noteWork(what: string): void {
  lastBegun = what;
}

/** Stalls of this process so far. */
export function countStalls(): number {
  return count;
}

/**
 * Logs `event_loop_stalled` when work has stood on the thread for longer than 200 ms, also work
 * that waits, as for a disk: nobody was answered meanwhile. A process that is frozen, or a machine
 * that sleeps, while nothing is to be done has not stalled.
 */
export function watchStalls({
  log,
  clock,
}: {
  readonly log: Log;
  readonly clock: Clock;
}): Disposable {
  let before = performance.eventLoopUtilization();
  let lookedAt = performance.now();
  const look = (): void => {
    const now = performance.eventLoopUtilization();
    const activeMs = now.active - before.active;
    const lateMs = performance.now() - lookedAt - LOOK_MS;
    const during = lastBegun;
    [before, lookedAt, lastBegun] = [now, performance.now(), UNNAMED];
    if (Math.min(activeMs, lateMs) < STALL_MS) return;
    count += 1;
    warnRepeatedly(log, clock, 'event_loop_stalled', { ms: Math.round(lateMs), during });
  };
  const timer = setInterval(look, LOOK_MS).unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
