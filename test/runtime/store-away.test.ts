import { expect, it } from 'vitest';
import { sayStoreAway } from '../../src/runtime/store-away.ts';
import { keptLog } from '../support/child-sessions.ts';
import { TestClock } from './turn/test-clock.ts';

it('a store that stays away is told at once and then every ten seconds, with how often it was met in between', () => {
  const [log, clock] = [keptLog(), new TestClock()];
  const error = new Error('disk full');
  for (let second = 0; second <= 20; second++) {
    for (let design = 0; design < 14; design++) sayStoreAway(log, clock, { what: `dsn_${design}`, error });
    clock.pass(1_000);
  }
  expect(log.events).toEqual(
    [0, 139, 139].map((untold) => ({ event: 'store_away', facts: { what: 'dsn_0', error, untold } })),
  );
});

it('what logs elsewhere is told for itself', () => {
  const logs = [keptLog(), keptLog()];
  for (const log of logs) sayStoreAway(log, new TestClock(), { what: 'fleet', error: new Error('gone') });
  expect(logs.map(({ events }) => events.length)).toEqual([1, 1]);
});
