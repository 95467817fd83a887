import { describe, expect, test } from 'vitest';
import { followingTime, keepTimeByClock } from '../../../src/adapters/schedules/clock.ts';
import type { Clock } from '../../../src/runtime/ports/clock.ts';
import type { DailyWork } from '../../../src/runtime/ports/schedules.ts';
import { keptLog } from '../../support/child-sessions.ts';

const AT = { hour: 3, minute: 17 };
const moment = (text: string) => Date.parse(text);

/** A clock that stands until it is moved, and goes off on the way. */
class HandClock implements Clock {
  #now: number;
  readonly #timers = new Set<{ dueAt: number; callback: () => void }>();

  constructor(now: number) {
    this.#now = now;
  }
  get waiting(): number {
    return this.#timers.size;
  }
  now(): number {
    return this.#now;
  }
  at(dueAt: number, callback: () => void): Disposable {
    const timer = { dueAt, callback };
    this.#timers.add(timer);
    return { [Symbol.dispose]: () => this.#timers.delete(timer) };
  }
  /** `earlyMs` is how much too early its timers go off. */
  moveTo(moment: number, earlyMs = 0): void {
    for (const timer of [...this.#timers].filter(({ dueAt }) => dueAt <= moment)) {
      this.#timers.delete(timer);
      this.#now = timer.dueAt - earlyMs;
      timer.callback();
    }
    this.#now = moment;
  }
}

function daily(clock: Clock, work: DailyWork['work'], log = keptLog()) {
  return keepTimeByClock({ name: 'collect', at: AT, work }, { clock, log });
}

describe('schedules of the one process of an embedded store', () => {
  test.each([
    ['before it, on the same day', '2026-02-28T03:16:59.999Z', '2026-02-28T03:17:00.000Z'],
    ['at it, a day later', '2026-02-28T03:17:00.000Z', '2026-03-01T03:17:00.000Z'],
    ['after it, a day later', '2026-12-31T23:59:59.999Z', '2027-01-01T03:17:00.000Z'],
  ])('the time that follows a moment %s', (_, now, then) => {
    expect(new Date(followingTime(moment(now), AT)).toISOString()).toBe(then);
  });

  test('work is done at the start, for what was missed, and then every day at its time', () => {
    const clock = new HandClock(moment('2026-11-20T12:00:00Z'));
    const done: string[] = [];
    daily(clock, async () => {
      done.push(new Date(clock.now()).toISOString());
    });
    clock.moveTo(moment('2026-11-21T03:16:59Z'));
    clock.moveTo(moment('2026-11-21T12:00:00Z'), 1);
    clock.moveTo(moment('2026-11-22T12:00:00Z'));
    expect(done).toEqual([
      '2026-11-20T12:00:00.000Z',
      '2026-11-21T03:16:59.999Z',
      '2026-11-22T03:17:00.000Z',
    ]);
  });

  test('work that fails is logged and comes round again', async () => {
    const clock = new HandClock(moment('2026-11-20T12:00:00Z'));
    const log = keptLog();
    let times = 0;
    const work = async () => {
      times += 1;
      throw new Error('no room');
    };
    daily(clock, work, log);
    clock.moveTo(moment('2026-11-21T12:00:00Z'));
    await expect
      .poll(() => log.events.filter(({ event }) => event === 'scheduled_work_failed'))
      .toHaveLength(2);
    expect(times).toBe(2);
  });

  test('stopping tells the work that runs, waits for it, and leaves no timer', async () => {
    const clock = new HandClock(moment('2026-11-20T12:00:00Z'));
    let ended = false;
    const schedules = daily(clock, async (signal) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      // It has something to tidy up.
      for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
      ended = true;
    });
    await schedules.stop();
    expect({ ended, waiting: clock.waiting }).toEqual({ ended: true, waiting: 0 });
  });
});
