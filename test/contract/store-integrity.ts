import { expect, test } from 'vitest';
import { OwnershipLostError } from '../../src/runtime/fault.ts';
import { commitOf, inboxEntryOf } from '../support/commits.ts';
import type { StoreUnderTest } from './store.ts';

const reason = 'event 1 is not the one that was recorded';

export function storeIntegrity(subject: StoreUnderTest): void {
  test('P11: a design that is set aside is read and owned by nobody, and its owner may write nothing more', async () => {
    const designId = await subject.newDesign();
    await subject.store.commit(commitOf(designId));
    expect(await subject.integrity.setAside(designId, reason)).toBe(true);
    expect(await subject.integrity.setAside(designId, 'something else')).toBe(false);
    const broken = { code: 'chain_broken', reason, isKnown: true };
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
}
