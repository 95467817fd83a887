import { expect, test } from 'vitest';
import { OwnershipLostError } from '../../src/runtime/fault.ts';
import { commitOf, inboxEntryOf, summaryOf } from '../support/commits.ts';
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
    expect(await subject.integrity.events(designId, 0, 10)).toHaveLength(1);
  });

  test('P11: a design that holds again is read and owned as before', async () => {
    const designId = await subject.newDesign();
    await subject.store.commit(commitOf(designId));
    expect(await subject.integrity.readmit(designId)).toBe(false);
    await subject.integrity.setAside(designId, reason);
    expect(await subject.integrity.designs('', 1_000)).toContainEqual({ id: designId, setAside: reason });
    expect(await subject.integrity.readmit(designId)).toBe(true);
    expect(await subject.integrity.designs('', 1_000)).toContainEqual({ id: designId, setAside: null });
    expect(await subject.store.events(designId, 0, 10)).toHaveLength(1);
    expect((await subject.store.summary(designId))?.setAside).toBeUndefined();
    expect(await subject.fleet.claim(designId)).toBeGreaterThan(1);
  });

  test('P11: the row for lists is written anew, unless the design has gone on', async () => {
    const designId = await subject.newDesign();
    await subject.store.commit(commitOf(designId, { summary: { topic: 'Delete all of our backups' } }));
    const thread = { platform: 'slack', channel: 'C1', thread: '1.2', starter: 'U1' };
    const projection = { summary: summaryOf(designId, 1, { thread }), spentUsd: 1.25 };
    expect(await subject.integrity.mend({ ...projection, summary: summaryOf(designId, 7) })).toBe(false);
    expect(await subject.integrity.mend(projection)).toBe(true);
    expect(await subject.integrity.projection(designId)).toEqual(projection);
    expect(await subject.store.summary(designId)).toEqual(projection.summary);
  });
}
