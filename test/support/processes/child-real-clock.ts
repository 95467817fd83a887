import { type Clock, callAt } from '#foundation/clock.ts';

/** Real time: what is tested here are real processes. */
export const realClock: Clock = {
  now: () => Date.now(),
  at: (dueAt, callback) => callAt(Date.now, dueAt, callback),
};
