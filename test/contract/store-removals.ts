import { expect, test } from 'vitest';
import { GENESIS_HASH } from '../../src/record/chain.ts';
import {
  chainEvents,
  commitOf,
  inboxEntryOf,
  tracePartOf,
  turnRecordOf,
} from '../support/designs/commits.ts';
import { STARTED_AT, sampleEvents } from '../support/designs/events.ts';
import type { StoreUnderTest } from './store.ts';

export function storeRemovals(subject: StoreUnderTest): void {
  let turns = 700;

  /** A design with a reply, a turn, a trace, an answered command and a response. */
  async function talkative() {
    const designId = await subject.newDesign();
    turns += 1;
    const events = chainEvents([
      { ...sampleEvents.design_started, designId },
      { ...sampleEvents.reply_recorded, id: 'r1', text: 'The password is hunter2!x.' },
    ]);
    await subject.store.commit(
      commitOf(designId, {
        events,
        turns: [turnRecordOf(designId, turns)],
        traces: [tracePartOf(1_000 + turns)],
        summary: { status: 'completed', endedAt: STARTED_AT },
      }),
    );
    const key = `POST ${designId}`;
    await subject.store.rememberResponse(key, designId, {
      status: 200,
      body: '{"text":"hunter2!x"}',
    });
    return { designId, key };
  }

  test('P12: a design that has ended and that nobody owns is forgotten, and who did so stays', async () => {
    const { designId, key } = await talkative();
    await subject.store.accept(inboxEntryOf(`more-${designId}`, designId));
    const forgetting = { designId, count: 2, head: GENESIS_HASH, at: STARTED_AT, by: 'Ana' };
    expect(await subject.store.forget(forgetting)).toBe(false);
    expect(await subject.store.findForgotten(designId)).toBeNull();
    await subject.fleet.release({ designId, epoch: 1 }, null, 2);
    const { last } = await subject.tokens.changes();
    expect(await subject.store.forget(forgetting)).toBe(true);
    // P16: a change of rights, which ends the links to it.
    expect((await subject.tokens.changes()).last).not.toBe(last);
    expect(await subject.store.findForgotten(designId)).toEqual(forgetting);
    expect(await subject.store.allForgotten()).toContain(designId);
    expect(await subject.store.summary(designId)).toBeNull();
    expect(await subject.store.events(designId, 0, 10)).toEqual([]);
    expect(await subject.store.turns(designId)).toEqual([]);
    expect(await subject.store.recallResponse(key)).toBeNull();
    expect(await subject.store.forget({ ...forgetting, by: 'Ben' })).toBe(false);
    expect(await subject.store.findForgotten(designId)).toEqual(forgetting);
  });

  test('P12: a design that has not ended is not forgotten, and what goes on from one is named', async () => {
    const running = await subject.newDesign();
    await subject.store.commit(commitOf(running));
    await subject.fleet.release({ designId: running, epoch: 1 }, null, 1);
    const forgetting = {
      designId: running,
      count: 1,
      head: GENESIS_HASH,
      at: STARTED_AT,
      by: 'Ana',
    };
    expect(await subject.store.forget(forgetting)).toBe(false);
    const [again, follower] = [await subject.newDesign(), await subject.newDesign()];
    await subject.store.commit(commitOf(again, { summary: { successorOf: running } }));
    await subject.store.commit(commitOf(follower, { summary: { followUpOf: running } }));
    const learned = await subject.newDesign();
    const decision = {
      designId: running,
      topic: 'Keep it?',
      status: 'completed' as const,
      endedAt: STARTED_AT,
      decision: 'Keep it.',
    };
    const events = chainEvents([
      { ...sampleEvents.design_started, designId: learned, earlier: [decision] },
    ]);
    await subject.store.commit(commitOf(learned, { events }));
    expect(await subject.store.goingOnFrom(running)).toEqual([again, follower, learned]);
    expect(await subject.store.goingOnFrom(again)).toEqual([]);
  });

  test('P12: a design that is set aside is forgotten before its end', async () => {
    const designId = await subject.newDesign();
    await subject.store.commit(commitOf(designId));
    await subject.store.setAside(designId, 'event 1 is missing');
    expect(
      await subject.store.forget({ designId, count: 1, head: '', at: STARTED_AT, by: 'Ana' }),
    ).toBe(true);
    expect(await subject.store.summary(designId)).toBeNull();
  });
}
