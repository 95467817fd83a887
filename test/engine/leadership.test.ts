import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { Leadership } from '../../src/engine/ownership/leadership.ts';
import type { Fleet } from '../../src/ports/fleet.ts';
import { eachTest } from '../support/runner/each-test.ts';
import { TestClock } from '../turns/test-clock.ts';
import { openWorkshop } from './running-engine.ts';

const soon = { timeout: 20_000, interval: 10 };

const own = eachTest(async () => {
  const { fleet, close } = await openWorkshop();
  onTestFinished(async () => {
    await fleet.leave();
    await close();
  });
  const told: string[] = [];
  const tell = (event: string) => told.push(event);
  return { fleet, told, log: { debug: tell, info: tell, warn: tell, error: tell } };
});

/** Leadership whose work is what this says; time passes when the test says so. */
function leadershipWith(
  onAcquired: (signal: AbortSignal) => Promise<void>,
  asked: Pick<Fleet, 'acquireLeadership' | 'resignLeadership'> = own.fleet,
): {
  leadership: Leadership;
  clock: TestClock;
} {
  const clock = new TestClock();
  const leadership = new Leadership({
    name: 'work',
    fleet: asked,
    clock,
    log: own.log,
    onAcquired,
  });
  onTestFinished(() => leadership.stop());
  return { leadership, clock };
}

/** Lets the next look come, and waits until it is over. */
async function look(clock: TestClock): Promise<void> {
  await expect.poll(() => clock.armed, soon).toBeGreaterThan(0);
  clock.pass(1_000);
  await expect.poll(() => clock.armed, soon).toBeGreaterThan(0);
}

test('the work begins once, whatever is asked afterwards, and ends before leadership is resigned', async () => {
  const signals: AbortSignal[] = [];
  let isOver = false;
  const { leadership, clock } = leadershipWith(async (signal) => {
    signals.push(signal);
    await once(signal, 'abort');
    isOver = true;
  });
  await expect.poll(() => signals, soon).toHaveLength(1);
  for (let n = 0; n < 10; n += 1) await look(clock);
  expect(signals).toHaveLength(1);
  expect(signals[0]?.aborted).toBe(false);
  await leadership.stop();
  expect([isOver, leadership.isLeader, clock.armed]).toEqual([true, false, 0]);
  await leadership.stop();
});

/**
 * A store whose answer, once it was asked for the second time, is there only when the test says so.
 */
function slowFleet() {
  const answer = Promise.withResolvers<void>();
  let asked = 0;
  const resignLeadership = (name: string) => own.fleet.resignLeadership(name);
  const acquireLeadership = async (name: string): Promise<boolean> => {
    asked += 1;
    if (asked === 2) await answer.promise;
    return own.fleet.acquireLeadership(name);
  };
  return { acquireLeadership, resignLeadership, answer: answer.resolve };
}

test('the work does not begin a second time if the store answers while it is still ending', async () => {
  const ending = Promise.withResolvers<void>();
  const signals: AbortSignal[] = [];
  const slow = slowFleet();
  const { leadership, clock } = leadershipWith(async (signal) => {
    signals.push(signal);
    await once(signal, 'abort');
    await ending.promise;
  }, slow);
  await expect.poll(() => clock.armed, soon).toBe(2);
  clock.pass(1_000);
  clock.pass(4_000);
  expect([signals[0]?.aborted, clock.armed]).toEqual([true, 0]);
  slow.answer();
  await look(clock);
  expect([signals.length, leadership.isLeader]).toEqual([1, false]);
  ending.resolve();
  await expect.poll(() => look(clock).then(() => signals.length), soon).toBe(2);
  expect(leadership.isLeader).toBe(true);
});

test('an answer that comes too late leads to nothing, and the next one leads', async () => {
  const signals: AbortSignal[] = [];
  const slow = slowFleet();
  const { leadership, clock } = leadershipWith(async (signal) => {
    signals.push(signal);
    await once(signal, 'abort');
  }, slow);
  await expect.poll(() => clock.armed, soon).toBe(2);
  clock.pass(1_000);
  clock.pass(9_000);
  slow.answer();
  await expect.poll(() => clock.armed, soon).toBe(1);
  expect([signals.length, leadership.isLeader]).toEqual([1, false]);
  await look(clock);
  await expect.poll(() => [signals.length, leadership.isLeader], soon).toEqual([2, true]);
  expect(own.told.filter((event) => event === 'leadership_expired')).toHaveLength(1);
});

test.each([
  ['fails', () => Promise.reject(new Error('no way'))],
  ['ends by itself', () => Promise.resolve()],
])('work that %s is begun again after a while, not at once', async (_name, end) => {
  let begun = 0;
  const { leadership, clock } = leadershipWith(() => {
    begun += 1;
    return end();
  });
  await expect.poll(() => own.told, soon).toContain('leader_work_failed');
  await expect.poll(() => leadership.isLeader, soon).toBe(false);
  for (let n = 0; n < 8; n += 1) await look(clock);
  expect(begun).toBe(1);
  for (let n = 0; n < 4; n += 1) await look(clock);
  await expect.poll(() => begun, soon).toBe(2);
});
