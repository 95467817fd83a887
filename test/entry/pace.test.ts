import { expect, test } from 'vitest';
import { fastClock } from './pace.ts';

test('time that a process was kept from running does not pass on its fast clock', async () => {
  const clock = fastClock(5, 0);
  const { promise, resolve } = Promise.withResolvers<void>();
  const keptMs = 300;
  const called: string[] = [];
  clock.at(clock.now() + 2 * keptMs, () => called.push('first'));
  clock.at(clock.now() + 4 * keptMs, resolve);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, keptMs);
  expect(clock.now()).toBeLessThan(2 * keptMs);
  expect(called).toEqual([]);
  await promise;
  expect(called).toEqual(['first']);
  expect(clock.now()).toBeGreaterThanOrEqual(4 * keptMs);
});
