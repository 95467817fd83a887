import { expect, test } from 'vitest';
import type { Effect } from '../../src/core/vocabulary/effects.ts';
import { commitOf } from '../support/designs/commits.ts';
import type { StoreUnderTest } from './store.ts';

/** What the store promises of its queues, run against every adapter. */
export function operationsContract(subject: StoreUnderTest): void {
  const LATER = Number.MAX_SAFE_INTEGER;
  const oldestRound = async (now = LATER) => (await subject.store.oldestWaiting(now)).rounds;

  test('what was started since a moment is summed up by day', async () => {
    const DAY_MS = 86_400_000;
    const day = 40_000;
    const started = async (startedAt: number, costUsd: number) => {
      const id = await subject.newDesign();
      await subject.store.commit(commitOf(id, { summary: { startedAt, costUsd } }));
    };
    await started(day * DAY_MS + 1, 0.25);
    await started((day + 1) * DAY_MS - 1, 0.5);
    await started((day + 2) * DAY_MS, 1);
    expect(await subject.store.dayCosts(day * DAY_MS)).toEqual([
      { day, usd: 0.75, designs: 2 },
      { day: day + 2, usd: 1, designs: 1 },
    ]);
  });

  test('D7: a round waits for a daemon from the moment it is due, and not before', async () => {
    const id = await subject.newDesign();
    await subject.store.commit(commitOf(id));
    await subject.fleet.release({ designId: id, epoch: 1 }, 5, 1);
    expect(await oldestRound(4)).toBeNull();
    expect(await oldestRound(5)).toBe(5);
    await subject.fleet.claimDue(LATER, 1_000);
    expect(await oldestRound()).toBeNull();
  });

  test('D7: a message waits to be sent, and a reaction that fails is no trouble', async () => {
    const wait = async (effect: Effect) => {
      const id = await subject.newDesign();
      await subject.store.commit(commitOf(id, { effects: [{ id: `${id}/1.0`, effect }] }));
      return (await subject.store.oldestWaiting(LATER)).outbox;
    };
    expect(await wait({ type: 'acknowledge', replyId: 'reply-1' })).toBeNull();
    expect(await wait({ type: 'write_files' })).not.toBeNull();
  });
}
