import type { Clock } from '#foundation/clock.ts';
import { realClock } from '../processes/child-real-clock.ts';

interface Timer {
  readonly dueAt: number;
  readonly callback: () => void;
  armed: Disposable;
}

/** The real time or another, moved on by a test, with what is armed by it. */
export function createMovedClock(moving: Clock = realClock) {
  let aheadMs = 0;
  const timers = new Set<Timer>();
  const arm = (timer: Pick<Timer, 'dueAt' | 'callback'>, whenOver: () => void) =>
    moving.at(timer.dueAt - aheadMs, () => {
      whenOver();
      timer.callback();
    });
  const clock: Clock = {
    now: () => moving.now() + aheadMs,
    at: (dueAt, callback) => {
      const timer: Timer = {
        dueAt,
        callback,
        armed: arm({ dueAt, callback }, () => timers.delete(timer)),
      };
      timers.add(timer);
      return {
        [Symbol.dispose]: () => {
          timer.armed[Symbol.dispose]();
          timers.delete(timer);
        },
      };
    },
  };
  return {
    clock,
    pass: (ms: number): void => {
      aheadMs += ms;
      for (const timer of timers) {
        timer.armed[Symbol.dispose]();
        timer.armed = arm(timer, () => timers.delete(timer));
      }
    },
  };
}
