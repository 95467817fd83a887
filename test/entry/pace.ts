import type { Clock } from '../../src/runtime/ports/clock.ts';

/** A platform has its own clock: times in calls must not be ahead of it. */
const LAG_MS = 100_000;

/** Time that passes so many times as fast as it does outside, from a little while ago on, or from this moment. */
export function fastClock(times: number, shownAt = Date.now() - LAG_MS): Clock {
  const beganAt = Date.now();
  return {
    now: () => shownAt + (Date.now() - beganAt) * times,
    at(dueAt, callback) {
      const leftMs = (dueAt - shownAt) / times - (Date.now() - beganAt);
      // Rounded up, so that it is never called before its moment.
      const timer = setTimeout(callback, Math.max(0, Math.ceil(leftMs)));
      return { [Symbol.dispose]: () => clearTimeout(timer) };
    },
  };
}
