import type { Clock } from '../../src/foundation/clock.ts';

/** A platform has its own clock: times in calls must not be ahead of it. */
const LAG_MS = 100_000;
/** Milliseconds between two looks at what is due. */
const TICK_MS = 5;
/**
 * A process that gets to look so late was kept from running, and that is no time that anything in
 * it took.
 */
const MAX_TICK_MS = 4 * TICK_MS;

/**
 * Time that passes so many times as fast as it does outside, from a little while ago on, or from
 * this moment. While somebody waits for a moment, it stands still when this process does: else a
 * busy machine would have people wait for answers, and connections for signs of life, many times
 * longer than it makes them wait.
 */
export function fastClock(times: number, shownAt = Date.now() - LAG_MS): Clock {
  const waiting = new Set<{ readonly dueAt: number; readonly callback: () => void }>();
  let ticker: NodeJS.Timeout | null = null;
  let shown = shownAt;
  let lookedAt = performance.now();

  const now = (): number => {
    const at = performance.now();
    const passedMs = at - lookedAt;
    shown += (ticker === null ? passedMs : Math.min(passedMs, MAX_TICK_MS)) * times;
    lookedAt = at;
    return Math.floor(shown);
  };
  const rest = (): void => {
    if (waiting.size > 0 || ticker === null) return;
    clearInterval(ticker);
    ticker = null;
  };
  const tick = (): void => {
    const at = now();
    const due = [...waiting]
      .filter(({ dueAt }) => dueAt <= at)
      .toSorted((one, other) => one.dueAt - other.dueAt);
    for (const each of due) if (waiting.delete(each)) each.callback();
    rest();
  };
  return {
    now,
    at(dueAt, callback) {
      // Up to here nobody was waiting.
      now();
      ticker ??= setInterval(tick, TICK_MS);
      const one = { dueAt, callback };
      waiting.add(one);
      return {
        [Symbol.dispose]: () => {
          waiting.delete(one);
          rest();
        },
      };
    },
  };
}

/**
 * Real time, but that it stands still when this process does while somebody waits for a moment: for
 * what answers people within so many seconds where the bound is not what is tested.
 */
export function unhurriedClock(): Clock {
  return fastClock(1, Date.now());
}
