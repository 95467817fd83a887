import { expect, test } from 'vitest';
import type { ReadableDesigns } from '../../src/ports/store.ts';
import { chainEvents, commitOf } from '../support/designs/commits.ts';
import { sampleEvents } from '../support/designs/events.ts';
import type { StoreUnderTest } from './store.ts';

/** What the store promises of the order over all designs, run against every adapter. */
export function listedEventsContract(subject: StoreUnderTest): void {
  const inChannel = (channel: string) => ({
    thread: { platform: 'slack', channel, thread: 't', starter: 'ana' },
  });
  const since = (position: number, readable: ReadableDesigns | null = null, limit = 100) =>
    subject.store.readListedEvents(position, readable, limit);
  const last = async () => (await since(0, null, 10_000)).at(-1)?.position ?? 0;

  test('A13: events that change a list are in one order, and others are not in it', async () => {
    const from = await last();
    const [one, two] = [await subject.newDesign(), await subject.newDesign()];
    await subject.store.commit(commitOf(one, { summary: inChannel('C1') }));
    await subject.store.commit(commitOf(two, { summary: inChannel('C2') }));
    const events = chainEvents([sampleEvents.reply_recorded], 1);
    await subject.store.commit(
      commitOf(one, { expectedVersion: 1, events, summary: inChannel('C1') }),
    );
    const gate = chainEvents(
      [sampleEvents.gate_opened, sampleEvents.reply_recorded, sampleEvents.status_changed],
      2,
    );
    const summary = { ...inChannel('C1'), status: 'awaiting_input' } as const;
    const expectedHead = events.at(-1)?.hash;
    await subject.store.commit(
      commitOf(one, { expectedVersion: 2, expectedHead, events: gate, summary }),
    );
    const rows = await since(from);
    expect(rows.map(({ designId, type }) => [designId, type])).toEqual([
      [one, 'design_started'],
      [two, 'design_started'],
      [one, 'gate_opened'],
      [one, 'status_changed'],
    ]);
    const { gateId, deadlineAt, at } = sampleEvents.gate_opened;
    expect(rows[2]).toMatchObject({ version: 5, status: 'awaiting_input', at, gateId, deadlineAt });
    expect(rows[3]).toMatchObject({ version: 5, gateId: null, deadlineAt: null });
    expect(await since(rows[1]?.position ?? 0)).toEqual(rows.slice(2));
    expect(await since(from, null, 1)).toEqual(rows.slice(0, 1));
    const ofChannel = await since(from, { channels: ['slack/C2'] });
    expect(ofChannel.map(({ designId }) => designId)).toEqual([two]);
    const ofLink = await since(from, { channels: [], design: one });
    expect(ofLink.map(({ designId }) => designId)).toEqual([one, one, one]);
    expect(await since(from, { channels: [] })).toEqual([]);
  });

  test('A13: a reader who follows the order misses and repeats none of many commits at once', async () => {
    let position = await last();
    const designs = await Promise.all(Array.from({ length: 12 }, () => subject.newDesign()));
    const seen: string[] = [];
    let isOver = false;
    const reading = (async () => {
      while (!isOver || seen.length < designs.length) {
        // An empty page tells that there is no more if it was asked for after the last commit.
        const isAskedAfterAll = isOver;
        const rows = await since(position, null, 3);
        seen.push(...rows.map(({ designId }) => designId));
        position = rows.at(-1)?.position ?? position;
        if (isAskedAfterAll && rows.length === 0) return;
      }
    })();
    await Promise.all(designs.map((id) => subject.store.commit(commitOf(id))));
    isOver = true;
    await reading;
    expect(seen.toSorted()).toEqual(designs.toSorted());
  });

  test('A13: a position is at least the time, so that a store which went back gives none again', async () => {
    const before = Date.now();
    const id = await subject.newDesign();
    await subject.store.commit(commitOf(id));
    expect(await last()).toBeGreaterThanOrEqual(before);
  });

  test('A13: the position of a deleted event is not given again', async () => {
    const id = await subject.newDesign();
    await subject.store.commit(commitOf(id, { summary: { endedAt: 1 } }));
    const position = await last();
    await subject.fleet.release({ designId: id, epoch: 1 }, null, 1);
    expect(await subject.store.collect([id], Number.MAX_SAFE_INTEGER)).toEqual([id]);
    const next = await subject.newDesign();
    await subject.store.commit(commitOf(next));
    expect((await since(0)).at(-1)?.position).toBeGreaterThan(position);
  });
}
