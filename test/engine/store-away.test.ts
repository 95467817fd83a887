import { expect, test } from 'vitest';
import { Fault } from '../../src/foundation/fault.ts';
import { realClock } from '../support/processes/child-real-clock.ts';
import { eventually } from '../support/runner/eventually.ts';
import { movable } from '../surfaces/engines.ts';
import { ownWorkshop } from './own-workshop.ts';

const full = () => new Fault('store_full', 'The disk that holds the store is full.');

test('each outage of the store has its own line, and another once a write is answered again', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const clock = movable(realClock);
  let away: readonly ('claimDue' | 'ping')[] = [];
  let pings = 0;
  const failing = <Result>(name: 'claimDue' | 'ping', work: () => Promise<Result>) =>
    away.includes(name) ? Promise.reject(full()) : work();
  const { engine, log } = await startEngine({
    store: {
      ping: () => {
        pings += 1;
        return failing('ping', () => workshop.store.ping());
      },
    },
    parts: {
      clock,
      fleet: {
        ...workshop.fleet,
        claimDue: (...asked) => failing('claimDue', () => workshop.fleet.claimDue(...asked)),
      },
    },
  });
  await engine.adoptDueDesigns();
  const lines = () =>
    log.events.flatMap(({ event, facts }) =>
      event === 'store_away' || (event === 'repetition_over' && facts.of === 'store_away')
        ? [event]
        : [],
    );
  for (const outage of [1, 2]) {
    away = ['claimDue', 'ping'];
    await eventually(() => lines().length).toBe(2 * outage - 1);
    // Reads succeed on a full disk: the outage goes on until a write does.
    away = ['ping'];
    const before = pings;
    clock.aheadMs += 3_000;
    await eventually(() => pings).toBeGreaterThan(before);
    away = [];
    clock.aheadMs += 3_000;
    await eventually(() => lines().length).toBe(2 * outage);
  }
  expect(lines()).toEqual(['store_away', 'repetition_over', 'store_away', 'repetition_over']);
});
