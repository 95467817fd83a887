import type { Clock } from '#foundation/clock.ts';

/** Real time: what is tested here are real processes. */
export const realClock: Clock = {
  now: () => Date.now(),
  at: (dueAt, callback) => {
    const timer = setTimeout(callback, Math.max(0, dueAt - Date.now()));
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
};
