/** What an owner believes of its lease, and who waits for a place. */

import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { mint } from '#design/ids.ts';
import { CommittedDesign } from '#engine/committed-design.ts';
import { Lease } from '#engine/lease.ts';
import { Places } from '#engine/running-limit.ts';
import { Fault } from '#support/fault.ts';
import { createLog } from '#support/log.ts';
import { silentSessions } from './silent-sessions.ts';
import { openWorld } from './world.ts';

const id = () => mint('design', randomUUID());

function leaseAt(now: { wallMs: number; monotonicMs: number }): Lease {
  return new Lease(id(), 1, 10_000, { ...now }, () => now);
}

test('C22: a lease counts from before it was asked for, and is over after its time', () => {
  const now = { wallMs: 1_000, monotonicMs: 50 };
  const lease = leaseAt(now);
  now.monotonicMs += 9_999;
  expect(lease.isHeld).toBe(true);
  now.monotonicMs += 1;
  expect(lease.isHeld).toBe(false);
  lease.renew({ wallMs: 2_000, monotonicMs: 9_000 });
  expect(lease.leftMs).toBe(8_950);
});

test('C22: a machine that slept, whose monotonic clock stood still, holds no lease', () => {
  const now = { wallMs: 1_000, monotonicMs: 50 };
  const lease = leaseAt(now);
  now.wallMs += 20_000;
  expect(lease.isHeld).toBe(false);
});

test('C22: a wall clock that is set back lengthens no lease', () => {
  const now = { wallMs: 100_000, monotonicMs: 50 };
  const lease = leaseAt(now);
  now.wallMs -= 50_000;
  now.monotonicMs += 10_000;
  expect(lease.isHeld).toBe(false);
});

test('designs wait for a place in the order in which they came, and leave the line when they end', async () => {
  const places = new Places(1);
  const [first, second, third, fourth] = [id(), id(), id(), id()];
  const order: string[] = [];
  expect([places.take(first), places.take(first), places.take(second)]).toEqual([
    true,
    true,
    false,
  ]);
  const { signal } = new AbortController();
  const leaving = new AbortController();
  const wait = (each: typeof first, until = signal) =>
    places.wait(each, until).then(() => order.push(each));
  const [one, left, two] = [wait(second), wait(third, leaving.signal), wait(fourth)];
  leaving.abort(new Error('it ended'));
  await expect(left).rejects.toThrow('it ended');
  places.free(third);
  places.free(first);
  await one;
  expect(order).toEqual([second]);
  places.free(second);
  await two;
  expect(order).toEqual([second, fourth]);
});

test('P2 C12: what could not be written while a machine slept is written again, unless its design was given up', async () => {
  await using world = await openWorld({ spawnSession: silentSessions() });
  const row = await world.store.design(await world.start());
  if (row === null) throw new Error('there is no design');
  const now = { wallMs: 1_000, monotonicMs: 50 };
  const lease = leaseAt(now);
  now.wallMs += 20_000;
  const over = new AbortController();
  const log = createLog({ level: 'silent', redact: (text) => text });
  const design = new CommittedDesign(row, lease, over.signal, { store: world.store, log });
  let attempts = 0;
  const write = async (): Promise<string> => {
    attempts += 1;
    if (attempts === 1) throw new Fault('store_away', 'the connection was lost');
    return 'written';
  };
  expect(await design.retryAndFinish(write)).toBe('written');
  over.abort(new Error('given up'));
  attempts = 0;
  await expect(design.retryAndFinish(write)).rejects.toThrow('the connection was lost');
});
