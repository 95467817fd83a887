import { expect, test } from 'vitest';
import { verifyChain } from '../../src/runtime/chain.ts';
import { StaleVersionError } from '../../src/runtime/fault.ts';
import { commitOf, inboxEntryOf, storedEvents, turnRecordOf } from '../support/commits.ts';
import { sampleEvents } from '../support/events.ts';
import type { StoreUnderTest } from './store.ts';

export function storeAppends(subject: StoreUnderTest): void {
  test('P1: every kind of event comes back as it was written, with its chain intact', async () => {
    const designId = subject.newDesignId();
    const events = storedEvents(Object.values(sampleEvents));
    await subject.store.commit(commitOf(designId, { events }));
    const read = await subject.store.events(designId, 0, 1_000);
    expect(read).toEqual(events);
    expect(verifyChain(read)).toEqual({ ok: true, head: events.at(-1)?.hash });
  });

  test('P4: events, effects, timers, projection, turns and the inbox change in one commit', async () => {
    const designId = subject.newDesignId();
    const entry = inboxEntryOf(`whole-${designId}`, designId);
    await subject.store.accept(entry);
    const turn = turnRecordOf(designId, 101);
    await subject.store.commit(
      commitOf(designId, {
        effects: [{ id: `${designId}/1.0`, effect: { type: 'write_files' } }],
        timers: [{ id: 'round:r1', dueAt: 5_000 }],
        turns: [turn],
        inboxId: entry.id,
      }),
    );
    expect(await subject.store.events(designId, 0, 10)).toHaveLength(1);
    expect(await subject.store.pendingEffects(designId)).toHaveLength(1);
    expect(await subject.store.timers(designId)).toEqual([{ id: 'round:r1', dueAt: 5_000 }]);
    expect(await subject.store.summary(designId)).toMatchObject({ version: 1, status: 'running' });
    expect(await subject.store.turns(designId)).toEqual([turn]);
    expect(await subject.store.unhandled(designId)).toEqual([]);
  });

  test('P4: a commit that fails at its last statement leaves nothing of itself', async () => {
    const designId = subject.newDesignId();
    await expect(
      subject.store.commit(
        commitOf(designId, {
          effects: [{ id: `${designId}/1.0`, effect: { type: 'write_files' } }],
          turns: [turnRecordOf(designId, 102)],
          inboxId: 'never-accepted',
        }),
      ),
    ).rejects.toThrow('inbox entry never-accepted was not waiting to be handled');
    expect(await subject.store.events(designId, 0, 10)).toEqual([]);
    expect(await subject.store.pendingEffects(designId)).toEqual([]);
    expect(await subject.store.turns(designId)).toEqual([]);
    expect(await subject.store.summary(designId)).toBeNull();
  });

  test('P6: a commit decided on an older version is refused and changes nothing', async () => {
    const designId = subject.newDesignId();
    await subject.store.commit(commitOf(designId));
    await subject.store.commit(commitOf(designId, { expectedVersion: 1 }));
    await expect(subject.store.commit(commitOf(designId, { expectedVersion: 1 }))).rejects.toThrow(
      StaleVersionError,
    );
    await expect(subject.store.commit(commitOf(designId))).rejects.toThrow(StaleVersionError);
    expect(await subject.store.events(designId, 0, 10)).toHaveLength(2);
  });

  test('P6: of many commits decided on the same version exactly one is stored', async () => {
    const designId = subject.newDesignId();
    for (const expectedVersion of [0, 1]) {
      const attempts = Array.from({ length: 8 }, () =>
        subject.store.commit(commitOf(designId, { expectedVersion })),
      );
      const settled = await Promise.allSettled(attempts);
      const refused = settled.filter((each) => each.status === 'rejected');
      expect(refused).toHaveLength(7);
      for (const { reason } of refused) expect(reason).toBeInstanceOf(StaleVersionError);
      expect(await subject.store.events(designId, 0, 10)).toHaveLength(expectedVersion + 1);
    }
  });

  test('P6: a claim shuts out whoever held the design before, also before its first event', async () => {
    const designId = subject.newDesignId();
    expect(await subject.store.claim(designId)).toBe(1);
    expect(await subject.store.claim(designId)).toBe(2);
    await expect(subject.store.commit(commitOf(designId, { epoch: 1 }))).rejects.toThrow(StaleVersionError);
    await subject.store.commit(commitOf(designId, { epoch: 2 }));
    expect(await subject.store.claim(designId)).toBe(3);
    const next = { expectedVersion: 1, epoch: 2 };
    await expect(subject.store.commit(commitOf(designId, next))).rejects.toThrow(StaleVersionError);
    await subject.store.commit(commitOf(designId, { ...next, epoch: 3 }));
  });

  test('a design that was only claimed is shown nowhere', async () => {
    const designId = subject.newDesignId();
    await subject.store.claim(designId);
    expect(await subject.store.summary(designId)).toBeNull();
    expect(await subject.store.unfinished()).not.toContain(designId);
    expect((await subject.store.list({ limit: 1_000 })).map(({ id }) => id)).not.toContain(designId);
    expect(await subject.store.timers(designId)).toEqual([]);
  });

  test('event numbers that do not follow the version are a bug, not a fault', async () => {
    const designId = subject.newDesignId();
    const events = storedEvents([sampleEvents.design_started], 4);
    await expect(subject.store.commit(commitOf(designId, { events }))).rejects.toThrow(
      'event 5 does not follow version 0',
    );
  });

  test('T1: a second record of one turn is refused together with its commit', async () => {
    const designId = subject.newDesignId();
    await subject.store.commit(commitOf(designId, { turns: [turnRecordOf(designId, 103)] }));
    await expect(
      subject.store.commit(
        commitOf(designId, {
          expectedVersion: 1,
          turns: [turnRecordOf(designId, 103, { outcome: 'spoke' })],
        }),
      ),
    ).rejects.toThrow('contradicts what is stored');
    expect(await subject.store.events(designId, 0, 10)).toHaveLength(1);
    expect(await subject.store.turns(designId)).toMatchObject([{ outcome: 'model_error' }]);
  });

  test('a commit without events may still record a turn and replace the timers', async () => {
    const designId = subject.newDesignId();
    await subject.store.commit(commitOf(designId, { timers: [{ id: 'answering', dueAt: 7_000 }] }));
    await subject.store.commit(
      commitOf(designId, { expectedVersion: 1, events: [], turns: [turnRecordOf(designId, 104)] }),
    );
    expect(await subject.store.timers(designId)).toEqual([]);
    expect(await subject.store.turns(designId)).toHaveLength(1);
    expect(await subject.store.summary(designId)).toMatchObject({ version: 1 });
  });
}
