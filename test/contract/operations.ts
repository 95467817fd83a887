import { expect, test } from 'vitest';
import type { Backlog } from '../../src/engine/ports/operations.ts';
import { commitOf, storedEvents, turnRecordOf } from '../support/commits.ts';
import { sampleEvents } from '../support/events.ts';
import type { StoreUnderTest } from './store.ts';

/** What the store promises of its queues, run against every adapter. Other tests leave something in them: growth counts. */
export function operationsContract(subject: StoreUnderTest): void {
  const LATER = Number.MAX_SAFE_INTEGER;
  const waiting = async (queue: 'gates' | 'people' | 'rounds', now = LATER): Promise<Backlog> =>
    (await subject.operations.facts(now))[queue];

  test('D7: a gate is open from the moment it opens until it is decided', async () => {
    const before = await waiting('gates');
    const id = await subject.newDesign();
    await subject.store.commit(commitOf(id));
    const steps = [
      { event: sampleEvents.gate_opened, status: 'awaiting_input', more: 1 },
      // People say something meanwhile: the gate stays open.
      { event: sampleEvents.status_changed, status: 'awaiting_input', more: 1 },
      { event: sampleEvents.gate_decided, status: 'awaiting_input', more: 0 },
    ] as const;
    for (const [index, { event, status, more }] of steps.entries()) {
      const expectedVersion = index + 1;
      const events = storedEvents([event], expectedVersion);
      await subject.store.commit(commitOf(id, { expectedVersion, events, summary: { status } }));
      const found = await waiting('gates');
      expect(found.waiting - before.waiting, event.type).toBe(more);
      if (more === 1) expect(found.oldestAt).toBeLessThanOrEqual(sampleEvents.gate_opened.at);
    }
  });

  test('D7: a design that asks people waits for them, without a gate', async () => {
    const [gates, people] = [await waiting('gates'), await waiting('people')];
    const id = await subject.newDesign();
    await subject.store.commit(commitOf(id, { summary: { status: 'awaiting_input' } }));
    expect((await waiting('people')).waiting).toBe(people.waiting + 1);
    expect((await waiting('gates')).waiting).toBe(gates.waiting);
  });

  test('what was started since a moment is summed up by day, and the newest turns tell how long they took', async () => {
    const DAY_MS = 86_400_000;
    const day = 40_000;
    const started = async (startedAt: number, costUsd: number) => {
      const id = await subject.newDesign();
      await subject.store.commit(commitOf(id, { summary: { startedAt, costUsd } }));
    };
    await started(day * DAY_MS + 1, 0.25);
    await started((day + 1) * DAY_MS - 1, 0.5);
    await started((day + 2) * DAY_MS, 1);
    expect(await subject.operations.costs(day * DAY_MS)).toEqual([
      { day, usd: 0.75, designs: 2 },
      { day: day + 2, usd: 1, designs: 1 },
    ]);
    const id = await subject.newDesign();
    const turns = [7_000, 9_000].map((totalMs, at) => turnRecordOf(id, 900 + at, { totalMs }));
    await subject.store.commit(commitOf(id, { turns }));
    expect(await subject.operations.turnTimes(2)).toEqual([9_000, 7_000]);
  });

  test('D7: a round waits for a daemon from the moment it is due, and not before', async () => {
    const id = await subject.newDesign();
    await subject.store.commit(commitOf(id));
    const before = await waiting('rounds');
    await subject.fleet.release({ designId: id, epoch: 1 }, 5_000, 1);
    expect((await waiting('rounds')).waiting).toBe(before.waiting + 1);
    const early = await waiting('rounds', 4_999);
    expect((await waiting('rounds', 5_000)).waiting).toBe(early.waiting + 1);
    await subject.fleet.claimDue(LATER, 1_000);
    expect(await waiting('rounds')).toEqual({ waiting: 0, oldestAt: null });
  });
}
