import type { Clock } from '#foundation/clock.ts';

/** Real time: what is tested here are real processes. */
export const realClock: Clock = {
  now: () => Date.now(),
  at: (dueAt, callback) => {
    let timer: NodeJS.Timeout;
    const wait = (): void => {
      timer = setTimeout(look, Math.max(0, dueAt - Date.now()));
    };
    // A wait in whole milliseconds can end before its moment.
    const look = (): void => {
      if (Date.now() < dueAt) wait();
      else callback();
    };
    wait();
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
};
