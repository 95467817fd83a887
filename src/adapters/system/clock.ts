import type { Clock } from '../../runtime/ports/clock.ts';

/** The longest that a Node timer can wait, in milliseconds; longer ones would go off at once. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  at(dueAt, callback) {
    let timer: NodeJS.Timeout;
    const wait = (): void => {
      const leftMs = dueAt - Date.now();
      timer =
        leftMs > LONGEST_WAIT_MS
          ? setTimeout(wait, LONGEST_WAIT_MS)
          : setTimeout(callback, Math.max(0, leftMs));
    };
    wait();
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
};
