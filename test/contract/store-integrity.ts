import { expect, test } from 'vitest';
import { NOT_RECORDED } from '../../src/core/presentation/run/set-aside.ts';
import { OwnershipLostError } from '../../src/foundation/fault.ts';
import { commitOf, inboxEntryOf } from '../support/commits.ts';
import type { StoreUnderTest } from './store.ts';

const reason = 'event 1 is not the one that was recorded';

export function storeIntegrity(subject: StoreUnderTest): void {
  test('P11: a design that is set aside is read and owned by nobody, and its owner may write nothing more', async () => {
    const designId = await subject.newDesign();
    await subject.store.commit(commitOf(designId));
    expect(await subject.integrity.setAside(designId, reason)).toBe(true);
    expect(await subject.integrity.setAside(designId, 'something else')).toBe(false);
    // The stored reason is no more than a row's word.
    const broken = { code: 'chain_broken', reason: NOT_RECORDED, isKnown: true };
    await expect(subject.store.events(designId, 0, 10)).rejects.toMatchObject(broken);
    await expect(subject.store.events(designId, 1_000_000, 10)).rejects.toMatchObject(broken);
    await expect(subject.store.commit(commitOf(designId, { expectedVersion: 1 }))).rejects.toThrow(
      OwnershipLostError,
    );
    await subject.store.accept(inboxEntryOf(`later-${designId}`, designId));
    expect(await subject.fleet.claim(designId)).toBeNull();
    expect((await subject.fleet.claimDue(Date.now(), 1_000)).map((claim) => claim.designId)).not.toContain(
      designId,
    );
    expect(await subject.store.summary(designId)).toMatchObject({ setAside: reason });
    expect(await subject.integrity.designs('', 1_000)).toContainEqual({ id: designId, setAside: reason });
  });

  test('P11: the row of a design is put right at the version that it has, and at no other', async () => {
    const designId = await subject.newDesign();
    const thread = { platform: 'slack', channel: 'C1', thread: '1.1', starter: 'U1' };
    await subject.store.commit(commitOf(designId, { summary: { thread } }));
    const row = await subject.store.summary(designId);
    if (row === null) throw new Error('it is there');
    const told = {
      ...row,
      topic: 'Keep it?',
      decision: 'Keep it.',
      standing: 'decided' as const,
      costUsd: 0.5,
    };
    await subject.integrity.correct({ ...told, version: row.version + 1 });
    expect(await subject.store.summary(designId)).toEqual(row);
    await subject.integrity.correct(told);
    expect(await subject.store.summary(designId)).toEqual(told);
    expect(await subject.store.list({ platform: 'slack', channel: 'C1', limit: 1_000 })).toContainEqual(told);
  });
}
