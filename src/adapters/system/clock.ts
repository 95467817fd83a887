import type { Clock } from '../../runtime/ports/clock.ts';

/** The longest wait of a Node timer, in milliseconds; longer ones would go off at once. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/** Milliseconds by which the machine's clock is ahead of its uptime. */
let aheadMs = Number.NEGATIVE_INFINITY;

/**
 * The machine's clock, which never goes back: if that is set back, time goes on from where it was. Otherwise deadlines would
 * pass before their time, and a duration could be negative.
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
