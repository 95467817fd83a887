import { describe, expect, test } from 'vitest';
import { PrefixGate } from '../../src/turns/prefix-gate.ts';
import { TestClock } from './test-clock.ts';

function gate() {
  const clock = new TestClock();
  return { clock, gate: new PrefixGate(clock, { waitMs: 1_000, warmMs: 60_000 }) };
}

const signal = new AbortController().signal;

/** Whether a promise has settled by now, with everything that was due done. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const settled = await Promise.race([
    promise.then(() => true),
    new Promise((resolve) => setImmediate(() => resolve(false))),
  ]);
  return settled === true;
}

describe('requests with one prefix', () => {
  test('send the first ahead, and the others follow at its first streamed event', async () => {
    const { gate: shared } = gate();
    const leader = await shared.enter('a', signal);
    const followers = [shared.enter('a', signal), shared.enter('a', signal)];
    for (const follower of followers) expect(await isSettled(follower)).toBe(false);
    leader.begin();
    for (const follower of followers) expect(await isSettled(follower)).toBe(true);
    leader.end();
    expect(await isSettled(shared.enter('a', signal))).toBe(true);
  });

  test('let the others follow at the end of one that never began', async () => {
    const { gate: shared } = gate();
    const leader = await shared.enter('a', signal);
    const follower = shared.enter('a', signal);
    leader.end();
    expect(await isSettled(follower)).toBe(true);
  });

  test('are led again after the end of one that never began', async () => {
    const { gate: shared } = gate();
    (await shared.enter('a', signal)).end();
    await shared.enter('a', signal);
    expect(await isSettled(shared.enter('a', signal))).toBe(false);
  });

  test('let the others follow after a bounded wait', async () => {
    const { gate: shared, clock } = gate();
    await shared.enter('a', signal);
    const follower = shared.enter('a', signal);
    clock.pass(999);
    expect(await isSettled(follower)).toBe(false);
    clock.pass(1);
    expect(await isSettled(follower)).toBe(true);
  });

  test('stop waiting at an abort', async () => {
    const { gate: shared } = gate();
    const controller = new AbortController();
    await shared.enter('a', signal);
    const follower = shared.enter('a', controller.signal);
    controller.abort();
    expect(await isSettled(follower)).toBe(true);
  });

  test('wait for no other prefix', async () => {
    const { gate: shared } = gate();
    await shared.enter('a', signal);
    expect(await isSettled(shared.enter('b', signal))).toBe(true);
  });

  test('are remembered for 500 prefixes', async () => {
    const { gate: shared } = gate();
    for (let n = 0; n < 500; n += 1) (await shared.enter(`${n}`, signal)).begin();
    expect(await isSettled(shared.enter('0', signal))).toBe(true);
    await shared.enter('500', signal);
    // The one that nobody has asked for the longest is led again.
    await shared.enter('1', signal);
    expect(await isSettled(shared.enter('1', signal))).toBe(false);
    expect(await isSettled(shared.enter('0', signal))).toBe(true);
  });

  test('requests with one prefix are led again once the prefix has gone cold', async () => {
    const { gate: shared, clock } = gate();
    (await shared.enter('a', signal)).begin();
    clock.pass(60_000);
    await shared.enter('a', signal);
    expect(await isSettled(shared.enter('a', signal))).toBe(false);
  });
});
