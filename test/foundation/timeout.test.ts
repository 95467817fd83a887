import { expect, test } from 'vitest';
import { awaitWhileRunning } from '../../src/foundation/timeout.ts';
import { TestClock } from '../turns/test-clock.ts';

/** A look-up that may take this long, and a clock that passes when the test says so. */
function started(timeoutMs: number) {
  const clock = new TestClock();
  const answer = Promise.withResolvers<string>();
  const outcome = awaitWhileRunning(answer.promise, timeoutMs, () => 'late', clock);
  return { clock, answer: answer.resolve, outcome };
}

test('what takes its time is given up when that is over, and not before', async () => {
  const { clock, outcome } = started(1_000);
  let isOver = false;
  void outcome.then(() => {
    isOver = true;
  });
  clock.run(999);
  await new Promise(setImmediate);
  expect(isOver).toBe(false);
  clock.run(1);
  expect(await outcome).toBe('late');
  expect(clock.armed).toBe(0);
});

test('what is answered while this process stands still is heard, however long that is', async () => {
  const { clock, answer, outcome } = started(1_000);
  clock.pass(60_000);
  await new Promise(setImmediate);
  answer('it is there');
  expect(await outcome).toBe('it is there');
  expect(clock.armed).toBe(0);
});
