import { expect, test } from 'vitest';
import type { Milestones } from '../../src/engine/ports/milestones.ts';
import { commitOf, storedEvents } from '../support/commits.ts';
import { sampleEvents } from '../support/events.ts';
import type { StoreUnderTest } from './store.ts';

/** What the store promises of the order over all designs, run against every adapter. */
export function milestonesContract(subject: StoreUnderTest): void {
  const inChannel = (channel: string) => ({
    thread: { platform: 'slack', channel, thread: 't', starter: 'ana' },
  });
  const since = (position: number, readable: Parameters<Milestones['since']>[1] = null, limit = 100) =>
    subject.milestones.since(position, readable, limit);

  test('A13: commits that change a list are in one order, and others are not in it', async () => {
    const from = await subject.milestones.last();
    const [one, two] = [await subject.newDesign(), await subject.newDesign()];
    await subject.store.commit(commitOf(one, { summary: inChannel('C1') }));
    await subject.store.commit(commitOf(two, { summary: inChannel('C2') }));
    const events = storedEvents([sampleEvents.reply_recorded], 1);
    await subject.store.commit(commitOf(one, { expectedVersion: 1, events, summary: inChannel('C1') }));
    const gate = storedEvents([sampleEvents.gate_opened, sampleEvents.status_changed], 2);
    await subject.store.commit(commitOf(one, { expectedVersion: 2, events: gate, summary: inChannel('C1') }));
    const rows = await since(from);
    expect(rows.map(({ designId, milestone: { what } }) => [designId, what])).toEqual([
      [one, ['design_started']],
      [two, ['design_started']],
      [one, ['gate_opened', 'status_changed']],
    ]);
    const { gateId: id, deadlineAt } = sampleEvents.gate_opened;
    expect(rows[2]?.milestone).toMatchObject({ version: 4, gate: { id, deadlineAt } });
    expect(await subject.milestones.last()).toBe(rows.at(-1)?.position);
    expect(await since(rows[1]?.position ?? 0)).toEqual(rows.slice(2));
    expect(await since(from, null, 1)).toEqual(rows.slice(0, 1));
    const ofChannel = await since(from, { channels: ['slack/C2'] });
    expect(ofChannel.map(({ designId }) => designId)).toEqual([two]);
    const ofLink = await since(from, { channels: [], design: one });
    expect(ofLink.map(({ designId }) => designId)).toEqual([one, one]);
    expect(await since(from, { channels: [] })).toEqual([]);
  });

  test('A13: a reader who follows the order misses none of many commits at once', async () => {
    let last = await subject.milestones.last();
    const designs = await Promise.all(Array.from({ length: 12 }, () => subject.newDesign()));
    const seen: string[] = [];
    let isOver = false;
    const reading = (async () => {
      while (!isOver || seen.length < designs.length) {
        const rows = await since(last, null, 3);
        seen.push(...rows.map(({ designId }) => designId));
        last = rows.at(-1)?.position ?? last;
        if (isOver && rows.length === 0) return;
      }
    })();
    await Promise.all(designs.map((id) => subject.store.commit(commitOf(id))));
    isOver = true;
    await reading;
    expect(seen.toSorted()).toEqual(designs.toSorted());
  });

  test('P9: old ones go', async () => {
    const id = await subject.newDesign();
    await subject.store.commit(commitOf(id));
    const last = await subject.milestones.last();
    await subject.milestones.forget(Number.MAX_SAFE_INTEGER);
    expect(await since(0)).toEqual([]);
    const next = await subject.newDesign();
    await subject.store.commit(commitOf(next));
    expect((await since(0))[0]?.position).toBeGreaterThan(last);
  });
}
