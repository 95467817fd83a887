import { expect, test } from 'vitest';
import type { DesignId } from '../../../src/core/ids.ts';
import { Stall } from '../../../src/runtime/engine/stall.ts';
import { Waits } from '../../../src/runtime/engine/waits.ts';
import { Fault } from '../../../src/runtime/fault.ts';
import { Notes } from '../turn/conversing.ts';
import { TestClock } from '../turn/test-clock.ts';

test('P2: who follows a design is told at once that it waits and every ten seconds while it lasts, of no file but its own', () => {
  const clock = new TestClock();
  const waits = new Waits({ clock, log: new Notes() });
  const [own, other] = ['dsn_own' as DesignId, 'dsn_other' as DesignId];
  const told: string[] = [];
  const listening = waits.listen(own, ({ what, error }) => told.push(`${what}: ${error}`));
  for (let second = 0; second <= 20; second += 1) {
    for (let design = 0; design < 14; design += 1) waits.storeAway(`dsn_${design}`, second);
    waits.filesNotWritten(other, 1, 'not its own');
    clock.pass(1_000);
  }
  waits.filesNotWritten(own, 1, 'its own');
  listening[Symbol.dispose]();
  waits.filesNotWritten(own, 20, 'nobody listens');
  expect(told).toEqual(['store_away: 0', 'store_away: 10', 'store_away: 20', 'files_not_written: its own']);
});

test('P2: a card says that its design waits once the store is away for longer than a moment, and at once that the disk is full', () => {
  const clock = new TestClock();
  const waits = new Waits({ clock, log: new Notes() });
  const stall = new Stall('dsn_own' as DesignId, waits, clock, () => undefined);
  waits.storeAway('inbox', new Fault('store_unavailable', 'The connection was reset.'));
  expect(stall.isOn).toBe(false);
  clock.pass(10_000);
  waits.storeAway('inbox', new Fault('store_unavailable', 'The connection was reset.'));
  expect(stall.isOn).toBe(true);
  expect(stall.end()).toBe(true);
  clock.pass(10_000);
  waits.storeAway('inbox', new Fault('store_full', 'The disk that holds the store is full.'));
  expect(stall.isOn).toBe(true);
  stall.close();
});
