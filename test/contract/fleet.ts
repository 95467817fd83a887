import { expect, test } from 'vitest';
import { START_GRACE_MS } from '../../src/adapters/store/records/rows.ts';
import { commitOf, inboxEntryOf } from '../support/designs/commits.ts';
import type { StoreUnderTest } from './store.ts';

/**
 * Later than any moment at which a test makes something due; nothing else in these tests is due
 * before it.
 */
const NOW = 1_000_000;

export function fleetContract(subject: StoreUnderTest): void {
  /** A design that nobody owns and that is due at this moment. */
  async function dueDesign(dueAt: number | null) {
    const designId = await subject.newDesign();
    await subject.fleet.release({ designId, epoch: 1 }, dueAt, 1);
    return designId;
  }

  /** Owns whatever other tests have left due, so that it is in nobody's way. */
  async function clearWhatIsDue() {
    await subject.fleet.claimDue(NOW, 1_000);
  }

  test('a design that was accepted is due in a moment, and is owned by the first who claims it', async () => {
    await clearWhatIsDue();
    const designId = subject.newDesignId();
    expect(await subject.fleet.claim(designId)).toBeNull();
    const entry = { ...inboxEntryOf(`due-${designId}`, designId), receivedAt: 5 };
    await subject.store.accept(entry);
    const dueAt = entry.receivedAt + START_GRACE_MS;
    expect(await subject.fleet.claimDue(dueAt - 1, 10)).toEqual([]);
    expect(await subject.fleet.claimDue(dueAt, 10)).toMatchObject([{ designId }]);
    expect(await subject.fleet.claimDue(dueAt, 10)).toEqual([]);
    expect(await subject.fleet.claim(designId)).toBeNull();
  });

  test('P6: of many who claim a design at the same time one owns it', async () => {
    const designId = await dueDesign(5);
    const claims = await Promise.all(
      Array.from({ length: 20 }, () => subject.fleet.claim(designId)),
    );
    expect(claims.filter((epoch) => epoch !== null)).toHaveLength(1);
  });

  test('P6: of many who claim what is due at the same time each gets something else', async () => {
    await clearWhatIsDue();
    const due = [];
    for (let n = 0; n < 10; n += 1) due.push(await dueDesign(n));
    const claims = await Promise.all(
      Array.from({ length: 20 }, () => subject.fleet.claimDue(NOW, 3)),
    );
    const claimed = claims.flat().map(({ designId }) => designId);
    for (const { designId } of await subject.fleet.claimDue(NOW, 10)) claimed.push(designId);
    expect(claimed.toSorted()).toEqual(due.toSorted());
  });

  test('of designs that are due, those with commands can be claimed alone', async () => {
    await clearWhatIsDue();
    const [without, withMail] = [await dueDesign(10), await dueDesign(20)];
    await subject.store.accept({ ...inboxEntryOf(`mail-${withMail}`, withMail), receivedAt: 20 });
    expect(await subject.fleet.claimDue(NOW, 9, { withMail: true })).toMatchObject([
      { designId: withMail },
    ]);
    expect(await subject.fleet.claimDue(NOW, 9)).toMatchObject([{ designId: without }]);
  });

  test('T7: what is passed over stays due, and the next due comes in its place', async () => {
    await clearWhatIsDue();
    const [first, second, third] = [await dueDesign(10), await dueDesign(20), await dueDesign(30)];
    const claimed = await subject.fleet.claimDue(NOW, 2, { passedOver: [first, second] });
    expect(claimed.map(({ designId }) => designId)).toEqual([third]);
    const later = await subject.fleet.claimDue(NOW, 1, { passedOver: [second] });
    expect(later.map(({ designId }) => designId)).toEqual([first]);
    expect((await subject.fleet.claimDue(NOW, 9)).map(({ designId }) => designId)).toEqual([
      second,
    ]);
  });

  test('the longest due comes first, nothing before its time, and what is never due not at all', async () => {
    await clearWhatIsDue();
    const [second, first, third] = [await dueDesign(20), await dueDesign(10), await dueDesign(30)];
    await dueDesign(null);
    await dueDesign(NOW + 1);
    const claimed = [
      ...(await subject.fleet.claimDue(NOW, 1)),
      ...(await subject.fleet.claimDue(NOW, 1)),
    ];
    expect(claimed.map(({ designId }) => designId)).toEqual([first, second]);
    expect(await subject.fleet.claimDue(29, 10)).toEqual([]);
    expect(await subject.fleet.claimDue(30, 10)).toMatchObject([{ designId: third }]);
    expect(await subject.fleet.claimDue(NOW, 10)).toEqual([]);
  });

  test('P5: what is accepted for a design that waits for its time makes it due at once', async () => {
    await clearWhatIsDue();
    const designId = await dueDesign(null);
    await subject.store.accept(inboxEntryOf(`wakes-${designId}`, designId));
    expect(await subject.fleet.claimDue(0, 10)).toMatchObject([{ designId }]);
  });

  test('P5: a command that is accepted while the owner releases the design is not left lying', async () => {
    await clearWhatIsDue();
    const designId = await subject.newDesign();
    const { arrivals } = await subject.store.mail(designId);
    await subject.store.accept(inboxEntryOf(`unseen-${designId}`, designId));
    await subject.fleet.release({ designId, epoch: 1 }, null, arrivals);
    expect(await subject.fleet.claimDue(0, 10)).toMatchObject([{ designId }]);
    await clearWhatIsDue();
    for (let n = 0; n < 10; n += 1) {
      const racing = await subject.newDesign();
      const claim = { designId: racing, epoch: 1 };
      const entry = inboxEntryOf(`racing-${racing}`, racing);
      await Promise.all([subject.store.accept(entry), subject.fleet.release(claim, null, 1)]);
      expect(await subject.fleet.claimDue(0, 10)).toMatchObject([{ designId: racing }]);
    }
  });

  test('an owner finds those of its designs that have mail', async () => {
    const [written, unwritten] = [await subject.newDesign(), await subject.newDesign()];
    const entry = inboxEntryOf(`mail-${written}`, written);
    await subject.store.accept(entry);
    const withMail = async () =>
      (await subject.fleet.listOwned()).flatMap(({ designId, hasMail }) =>
        hasMail ? [designId] : [],
      );
    expect(await withMail()).toContain(written);
    expect(await withMail()).not.toContain(unwritten);
    await subject.store.markHandled(written, 1, [
      { inboxId: entry.id, answer: { accepted: true } },
    ]);
    expect(await withMail()).not.toContain(written);
    await subject.store.accept(inboxEntryOf(`more-${written}`, written));
    await subject.fleet.release({ designId: written, epoch: 1 }, null, 3);
    expect(await withMail()).not.toContain(written);
  });

  test('P6: letting go again, or under an ownership that is over, does nothing', async () => {
    await clearWhatIsDue();
    const designId = await dueDesign(null);
    const epoch = await subject.fleet.claim(designId);
    await subject.fleet.release({ designId, epoch: 1 }, 0, 1);
    expect(await subject.fleet.claimDue(NOW, 10)).toEqual([]);
    await subject.store.commit(commitOf(designId, { epoch: epoch ?? 0 }));
  });

  test('leadership that nobody has is acquired, and kept however often it is asked for', async () => {
    const name = `kept-${subject.newDesignId()}`;
    const taken = await Promise.all(
      Array.from({ length: 5 }, () => subject.fleet.acquireLeadership(name)),
    );
    expect(taken).toEqual([true, true, true, true, true]);
    expect(await subject.fleet.acquireLeadership(name)).toBe(true);
  });

  test('each name is a leadership of its own, which is resigned once and harmlessly again', async () => {
    const [one, other] = [`one-${subject.newDesignId()}`, `other-${subject.newDesignId()}`];
    expect(await subject.fleet.acquireLeadership(one)).toBe(true);
    expect(await subject.fleet.acquireLeadership(other)).toBe(true);
    await subject.fleet.resignLeadership(one);
    await subject.fleet.resignLeadership(one);
    expect(await subject.fleet.acquireLeadership(one)).toBe(true);
  });

  test('a daemon without others is alone, also when it has joined', async () => {
    expect(await subject.fleet.countOthers()).toBe(0);
    await subject.newDesign();
    expect(await subject.fleet.countOthers()).toBe(0);
  });

  test('a daemon that is there is sure of itself', async () => {
    await subject.newDesign();
    await expect.poll(() => subject.fleet.isSure(), { timeout: 20_000 }).toBe(true);
  });
}
