import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { openPgliteStore } from '../../src/adapters/store/pglite/open.ts';
import type { Fleet } from '../../src/runtime/ports/fleet.ts';
import type { Store } from '../../src/runtime/ports/store.ts';
import { Seat } from '../../src/runtime/seat.ts';
import { TestClock } from './turn/test-clock.ts';

const OPENING_MS = 90_000;
const soon = { timeout: 20_000, interval: 10 };
const told: string[] = [];
const tell = (event: string) => told.push(event);
const log = { debug: tell, info: tell, warn: tell, error: tell };

let folder: string;
let store: Store;
let fleet: Fleet;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seat-'));
  ({ store, fleet } = await openPgliteStore({ dataDir: folder, log }));
}, OPENING_MS);
beforeEach(() => {
  told.length = 0;
});
afterAll(async () => {
  await fleet.leave();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** A seat whose work is what this says; time passes when the test says so. */
function seatWith(onTaken: (signal: AbortSignal) => Promise<void>): { seat: Seat; clock: TestClock } {
  const clock = new TestClock();
  const seat = new Seat({ name: 'work', fleet, clock, log, onTaken });
  onTestFinished(() => seat.stop());
  return { seat, clock };
}

/** Lets the next look come, and waits until it is over. */
async function look(clock: TestClock): Promise<void> {
  await expect.poll(() => clock.armed, soon).toBeGreaterThan(0);
  clock.pass(1_000);
  await expect.poll(() => clock.armed, soon).toBeGreaterThan(0);
}

test('the work begins once, whatever is asked afterwards, and ends before the seat is left', async () => {
  const signals: AbortSignal[] = [];
  let isOver = false;
  const { seat, clock } = seatWith(async (signal) => {
    signals.push(signal);
    await once(signal, 'abort');
    isOver = true;
  });
  await expect.poll(() => signals, soon).toHaveLength(1);
  for (let n = 0; n < 10; n += 1) await look(clock);
  expect(signals).toHaveLength(1);
  expect(signals[0]?.aborted).toBe(false);
  await seat.stop();
  expect([isOver, seat.isTaken, clock.armed]).toEqual([true, false, 0]);
  await seat.stop();
});

test('a seat that is left while it is being asked for is not taken', async () => {
  let begun = 0;
  const { seat, clock } = seatWith(async () => {
    begun += 1;
  });
  await seat.stop();
  expect([begun, clock.armed]).toEqual([0, 0]);
});

test.each([
  ['fails', () => Promise.reject(new Error('no way'))],
  ['ends by itself', () => Promise.resolve()],
])('work that %s is begun again after a while, not at once', async (_name, end) => {
  let begun = 0;
  const { seat, clock } = seatWith(() => {
    begun += 1;
    return end();
  });
  await expect.poll(() => told, soon).toContain('seat_work_failed');
  await expect.poll(() => seat.isTaken, soon).toBe(false);
  for (let n = 0; n < 8; n += 1) await look(clock);
  expect(begun).toBe(1);
  for (let n = 0; n < 4; n += 1) await look(clock);
  await expect.poll(() => begun, soon).toBe(2);
});
