import type { Clock } from '../../runtime/ports/clock.ts';

/** The longest that a Node timer can wait, in milliseconds; longer ones would go off at once. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/** What the machine's clock is ahead of the time for which it has run, in milliseconds. */
let aheadMs = Number.NEGATIVE_INFINITY;

/**
 * The machine's clock, which never goes back: where that is set back, time goes on from where it was. Deadlines would else be
 * reported before their time, and what took a moment would have taken less than nothing.
 */
export const systemClock: Clock = {
  now: () => {
    const runningMs = performance.now();
    aheadMs = Math.max(aheadMs, Date.now() - runningMs);
    return Math.floor(aheadMs + runningMs);
  },
  at(dueAt, callback) {
    let timer: NodeJS.Timeout;
    const wait = (): void => {
      const leftMs = dueAt - systemClock.now();
      timer =
        leftMs > LONGEST_WAIT_MS
          ? setTimeout(wait, LONGEST_WAIT_MS)
          : setTimeout(callback, Math.max(0, leftMs));
    };
    wait();
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
};
