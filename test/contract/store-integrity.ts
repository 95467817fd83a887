import { expect, test } from 'vitest';
import { OwnershipLostError } from '../../src/foundation/fault.ts';
import { NOT_RECORDED, SET_ASIDE_TOPIC } from '../../src/presentation/words/set-aside.ts';
import { commitOf, inboxEntryOf } from '../support/designs/commits.ts';
import type { StoreUnderTest } from './store.ts';

const reason = 'event 1 is not the one that was recorded';

export function storeIntegrity(subject: StoreUnderTest): void {
  test('P11: a design that is set aside is read and owned by nobody, and its owner may write nothing more', async () => {
    const designId = await subject.newDesign();
    await subject.store.commit(commitOf(designId));
    expect(await subject.store.setAside(designId, reason)).toBe(true);
    expect(await subject.store.setAside(designId, 'something else')).toBe(false);
    // The stored reason is no more than a row's word.
    const broken = { code: 'chain_broken', reason: NOT_RECORDED, isKnown: true };
    await expect(subject.store.events(designId, 0, 10)).rejects.toMatchObject(broken);
    await expect(subject.store.events(designId, 1_000_000, 10)).rejects.toMatchObject(broken);
    await expect(subject.store.commit(commitOf(designId, { expectedVersion: 1 }))).rejects.toThrow(
      OwnershipLostError,
    );
    await subject.store.accept(inboxEntryOf(`later-${designId}`, designId));
    expect(await subject.fleet.claim(designId)).toBeNull();
    expect(
      (await subject.fleet.claimDue(Date.now(), 1_000)).map((claim) => claim.designId),
    ).not.toContain(designId);
    const row = { id: designId, topic: SET_ASIDE_TOPIC, setAside: reason };
    expect(await subject.store.summary(designId)).toMatchObject(row);
    expect(await subject.store.list({ isSetAside: true, limit: 1_000 })).toContainEqual(
      expect.objectContaining(row),
    );
  });
}
