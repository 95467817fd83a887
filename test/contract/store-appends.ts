import { expect, test } from 'vitest';
import { OwnershipLostError, StaleVersionError } from '../../src/foundation/fault.ts';
import { verifyChain } from '../../src/record/chain.ts';
import { chainEvents, commitOf, inboxEntryOf, turnRecordOf } from '../support/designs/commits.ts';
import { sampleEvents } from '../support/designs/events.ts';
import type { StoreUnderTest } from './store.ts';

export function storeAppends(subject: StoreUnderTest): void {
  test('P1: every kind of event comes back as it was written, with its chain intact', async () => {
    const designId = await subject.newDesign();
    const events = chainEvents(Object.values(sampleEvents));
    await subject.store.commit(commitOf(designId, { events }));
    const read = await subject.store.events(designId, 0, 1_000);
    expect(read).toEqual(events);
    expect(verifyChain(read)).toBe(events.at(-1)?.hash);
  });

  test('P4: events, effects, projection, turns and the inbox change in one commit', async () => {
    const designId = await subject.newDesign();
    const entry = inboxEntryOf(`whole-${designId}`, designId);
    await subject.store.accept(entry);
    const before = { id: `${designId}/0.0`, effect: { type: 'write_files' } } as const;
    await subject.store.commit(commitOf(designId, { events: [], effects: [before] }));
    const turn = turnRecordOf(designId, 101);
    await subject.store.commit(
      commitOf(designId, {
        effects: [{ id: `${designId}/1.0`, effect: { type: 'write_files' } }],
        turns: [turn],
        handled: [{ inboxId: entry.id, answer: { accepted: true } }],
        done: [before.id],
      }),
    );
    expect(await subject.store.events(designId, 0, 10)).toHaveLength(1);
    expect(await subject.store.pendingEffects(designId)).toMatchObject([{ id: `${designId}/1.0` }]);
    expect(await subject.store.summary(designId)).toMatchObject({ version: 1, status: 'running' });
    expect(await subject.store.turns(designId)).toEqual([turn]);
    expect(await subject.store.mail(designId)).toMatchObject({ entries: [] });
    expect(await subject.store.answerTo(entry.id)).toEqual({ accepted: true });
  });

  test('P4: a commit that fails at its last statement leaves nothing of itself', async () => {
    const designId = await subject.newDesign();
    await expect(
      subject.store.commit(
        commitOf(designId, {
          effects: [{ id: `${designId}/1.0`, effect: { type: 'write_files' } }],
          turns: [turnRecordOf(designId, 102)],
          handled: [{ inboxId: 'never-accepted', answer: { accepted: true } }],
        }),
      ),
    ).rejects.toThrow(StaleVersionError);
    expect(await subject.store.events(designId, 0, 10)).toEqual([]);
    expect(await subject.store.pendingEffects(designId)).toEqual([]);
    expect(await subject.store.turns(designId)).toEqual([]);
    expect(await subject.store.summary(designId)).toBeNull();
  });

  test('P6: a commit decided on an older version is refused and changes nothing', async () => {
    const designId = await subject.newDesign();
    await subject.store.commit(commitOf(designId));
    await subject.store.commit(commitOf(designId, { expectedVersion: 1 }));
    await expect(subject.store.commit(commitOf(designId, { expectedVersion: 1 }))).rejects.toThrow(
      StaleVersionError,
    );
    await expect(subject.store.commit(commitOf(designId))).rejects.toThrow(StaleVersionError);
    expect(await subject.store.events(designId, 0, 10)).toHaveLength(2);
  });

  test('C22: a commit decided on another event of the same number is refused and changes nothing', async () => {
    const designId = await subject.newDesign();
    await subject.store.commit(commitOf(designId));
    const stale = commitOf(designId, { expectedVersion: 1, expectedHead: 'f'.repeat(64) });
    await expect(subject.store.commit(stale)).rejects.toThrow(StaleVersionError);
    expect(await subject.store.events(designId, 0, 10)).toHaveLength(1);
    await subject.store.commit(commitOf(designId, { expectedVersion: 1 }));
  });

  test('P6: of many commits decided on the same version exactly one is stored', async () => {
    const designId = await subject.newDesign();
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

  test('P6: nothing is written for a design under an ownership that is over', async () => {
    const designId = await subject.newDesign();
    const effect = { id: `${designId}/1.0`, effect: { type: 'write_files' } } as const;
    await subject.store.commit(commitOf(designId, { effects: [effect] }));
    const entry = inboxEntryOf(`fenced-${designId}`, designId);
    await subject.store.accept(entry);
    await subject.fleet.release({ designId, epoch: 1 }, null, 0);
    const refused = async () => {
      const late = commitOf(designId, { expectedVersion: 1 });
      await expect(subject.store.commit(late)).rejects.toThrow(OwnershipLostError);
      const mark = { id: effect.id, state: 'done', receipt: '' } as const;
      await expect(subject.store.markEffects(designId, 1, [mark])).rejects.toThrow(
        OwnershipLostError,
      );
      const handled = { inboxId: entry.id, answer: { accepted: true } } as const;
      await expect(subject.store.markHandled(designId, 1, [handled])).rejects.toThrow(
        OwnershipLostError,
      );
    };
    await refused();
    const epoch = await subject.fleet.claim(designId);
    await refused();
    expect(await subject.store.pendingEffects(designId)).toHaveLength(1);
    expect((await subject.store.mail(designId)).entries).toEqual([entry]);
    await subject.store.commit(commitOf(designId, { expectedVersion: 1, epoch: epoch ?? 0 }));
  });

  test('P6: a design that was never accepted, and so never owned, takes nothing', async () => {
    await expect(subject.store.commit(commitOf(subject.newDesignId()))).rejects.toThrow(
      OwnershipLostError,
    );
  });

  test('event numbers that do not follow the version are a bug, not a fault', async () => {
    const designId = await subject.newDesign();
    const events = chainEvents([sampleEvents.design_started], 4);
    await expect(subject.store.commit(commitOf(designId, { events }))).rejects.toThrow(
      'event 5 does not follow version 0',
    );
  });

  test('T1: a second record of one turn is refused together with its commit', async () => {
    const designId = await subject.newDesign();
    await subject.store.commit(commitOf(designId, { turns: [turnRecordOf(designId, 103)] }));
    await expect(
      subject.store.commit(
        commitOf(designId, {
          expectedVersion: 1,
          turns: [turnRecordOf(designId, 103, { outcome: 'spoke' })],
        }),
      ),
    ).rejects.toThrow('a write violated a constraint');
    expect(await subject.store.events(designId, 0, 10)).toHaveLength(1);
    expect(await subject.store.turns(designId)).toMatchObject([{ outcome: 'model_error' }]);
  });

  test('a commit without events may still record a turn', async () => {
    const designId = await subject.newDesign();
    await subject.store.commit(commitOf(designId));
    await subject.store.commit(
      commitOf(designId, { expectedVersion: 1, events: [], turns: [turnRecordOf(designId, 104)] }),
    );
    expect(await subject.store.turns(designId)).toHaveLength(1);
    expect(await subject.store.summary(designId)).toMatchObject({ version: 1 });
  });
}
