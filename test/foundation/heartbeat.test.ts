import { describe, expect, test } from 'vitest';
import { startHeartbeat } from '../../src/foundation/heartbeat.ts';
import { TestClock } from '../turns/test-clock.ts';

function begin(mayBeLate?: () => boolean) {
  const clock = new TestClock();
  const pings: number[] = [];
  let missedCount = 0;
  const heartbeat = startHeartbeat(clock, 100, {
    ping: (beat) => pings.push(beat),
    ...(mayBeLate && { mayBeLate }),
    reportMissed: () => {
      missedCount += 1;
    },
  });
  const pass = (durationMs: number) => clock.pass(durationMs);
  return { heartbeat, pings, pass, armed: () => clock.armed, missed: () => missedCount };
}

describe('C20: a heartbeat', () => {
  test('C20: a heartbeat pings at once and at every beat, as long as it is answered', () => {
    const { heartbeat, pings, missed, pass } = begin();
    for (let beat = 1; beat <= 5; beat += 1) {
      expect(heartbeat.awaits(beat)).toBe(true);
      heartbeat.recordAnswer(beat);
      expect(heartbeat.awaits(beat)).toBe(false);
      pass(100);
    }
    expect(pings).toEqual([1, 2, 3, 4, 5, 6]);
    expect(missed()).toBe(0);
  });

  test('C20: a heartbeat reports once that it was missed, when two pings are unanswered and a third is due', () => {
    const { heartbeat, pings, missed, pass, armed } = begin();
    heartbeat.recordAnswer(1);
    pass(100);
    pass(100);
    expect(missed()).toBe(0);
    pass(100);
    expect({ missed: missed(), pings, armed: armed() }).toEqual({
      missed: 1,
      pings: [1, 2, 3],
      armed: 0,
    });
  });

  test('C20: a heartbeat does not take a session for hung when it was Charrette that slept', () => {
    const { heartbeat, missed, pass } = begin();
    heartbeat.recordAnswer(1);
    pass(100);
    pass(60_000);
    expect(missed()).toBe(0);
    heartbeat.recordAnswer(3);
    pass(100);
    pass(100);
    expect(missed()).toBe(0);
  });

  test('C20: a heartbeat that may be late sends and reports nothing, until it may not be any more', () => {
    let isExcused = true;
    const { heartbeat, pings, missed, pass } = begin(() => isExcused);
    for (let beat = 1; beat <= 5; beat += 1) pass(100);
    expect({ pings, missed: missed() }).toEqual({ pings: [1, 2], missed: 0 });
    expect(heartbeat.awaits(1)).toBe(true);
    heartbeat.recordAnswer(2);
    pass(100);
    expect({ pings, missed: missed() }).toEqual({ pings: [1, 2, 3], missed: 0 });
    isExcused = false;
    pass(200);
    pass(100);
    expect(missed()).toBe(1);
  });

  test('a heartbeat knows which pings it has sent, and stops for good when disposed', () => {
    const { heartbeat, pings, pass, armed } = begin();
    expect([heartbeat.awaits(0), heartbeat.awaits(2)]).toEqual([false, false]);
    heartbeat[Symbol.dispose]();
    pass(1_000);
    expect({ pings, armed: armed() }).toEqual({ pings: [1], armed: 0 });
  });
});
