import { describe, expect, test } from 'vitest';
import { startHeartbeat } from '../../../src/adapters/process/heartbeat.ts';
import type { Clock } from '../../../src/runtime/ports/clock.ts';

/** Time that passes when the test says so; after a jump, each timer that is due is called once, as in Node. */
function manualClock() {
  let now = 0;
  const timers = new Set<{ dueAt: number; callback: () => void }>();
  const clock: Clock = {
    now: () => now,
    at: (dueAt, callback) => {
      const timer = { dueAt, callback };
      timers.add(timer);
      return { [Symbol.dispose]: () => void timers.delete(timer) };
    },
  };
  const pass = (durationMs: number) => {
    now += durationMs;
    for (const timer of [...timers]) {
      if (timer.dueAt > now || !timers.delete(timer)) continue;
      timer.callback();
    }
  };
  return { clock, pass, armed: () => timers.size };
}

function begin() {
  const time = manualClock();
  const pings: number[] = [];
  let missedCount = 0;
  const heartbeat = startHeartbeat(time.clock, 100, {
    ping: (beat) => pings.push(beat),
    missed: () => {
      missedCount += 1;
    },
  });
  return { ...time, heartbeat, pings, missed: () => missedCount };
}

describe('C20: a heartbeat', () => {
  test('C20: pings at once and at every beat, as long as it is answered', () => {
    const { heartbeat, pings, missed, pass } = begin();
    for (let beat = 1; beat <= 5; beat += 1) {
      expect(heartbeat.answered(beat)).toBe(true);
      pass(100);
    }
    expect(pings).toEqual([1, 2, 3, 4, 5, 6]);
    expect(missed()).toBe(0);
  });

  test('C20: says once that it was missed, when two pings are unanswered and a third is due', () => {
    const { heartbeat, pings, missed, pass, armed } = begin();
    heartbeat.answered(1);
    pass(100);
    pass(100);
    expect(missed()).toBe(0);
    pass(100);
    expect({ missed: missed(), pings, armed: armed() }).toEqual({ missed: 1, pings: [1, 2, 3], armed: 0 });
  });

  test('C20: does not take a session for hung when it was Charrette that slept', () => {
    const { heartbeat, missed, pass } = begin();
    heartbeat.answered(1);
    pass(100);
    pass(60_000);
    expect(missed()).toBe(0);
    heartbeat.answered(3);
    pass(100);
    pass(100);
    expect(missed()).toBe(0);
  });

  test('knows which pings it has sent, and stops for good when disposed', () => {
    const { heartbeat, pings, pass, armed } = begin();
    expect([heartbeat.answered(0), heartbeat.answered(2)]).toEqual([false, false]);
    heartbeat[Symbol.dispose]();
    pass(1_000);
    expect({ pings, armed: armed() }).toEqual({ pings: [1], armed: 0 });
  });
});
