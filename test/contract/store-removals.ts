import { expect, test } from 'vitest';
import { GENESIS_HASH } from '../../src/runtime/chain.ts';
import { OwnershipLostError } from '../../src/runtime/fault.ts';
import type { StoredText } from '../../src/runtime/ports/removals.ts';
import { REMOVED, removed } from '../../src/runtime/words.ts';
import { commitOf, inboxEntryOf, storedEvents, tracePartOf, turnRecordOf } from '../support/commits.ts';
import { STARTED_AT, sampleEvents } from '../support/events.ts';
import type { StoreUnderTest } from './store.ts';

export function storeRemovals(subject: StoreUnderTest): void {
  let turns = 700;

  /** A design with a reply, a turn, a trace, an answered command and a response. */
  async function talkative() {
    const designId = await subject.newDesign();
    turns += 1;
    const events = storedEvents([
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
    await subject.store.rememberResponse(key, { status: 200, body: `{"text":"${designId}"}` });
    return { designId, events, key };
  }

  const ofKind = (texts: readonly StoredText[], wanted: StoredText['kind']) =>
    texts.filter(({ kind }) => kind === wanted);

  test('P12: every row beside the events in which words can stand is found, and no other design’s', async () => {
    const { designId, key } = await talkative();
    await talkative();
    const texts = await subject.removals.texts(designId);
    const kinds = texts.map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual(['answer', 'command', 'response', 'trace', 'turn']);
    expect(ofKind(texts, 'turn')[0]?.value).toEqual(turnRecordOf(designId, turns - 1));
    expect(ofKind(texts, 'response')[0]).toMatchObject({ key });
  });

  test('P12: texts are replaced all at once, under the owner’s epoch alone', async () => {
    const { designId, events, key } = await talkative();
    const said = events[1];
    if (said?.words === undefined) throw new Error('the reply stands in the chain');
    const record = { ...turnRecordOf(designId, turns), prompt: REMOVED };
    const texts = (await subject.removals.texts(designId)).flatMap((row) => {
      if (row.kind === 'turn') return [{ ...row, value: record }];
      return row.kind === 'response' ? [row] : [];
    });
    const words = said.words.map(removed);
    const replacing = { events: [{ seq: said.seq, words }], texts, topic: REMOVED, decision: null };
    await expect(subject.removals.replace(designId, 7, replacing)).rejects.toThrow(OwnershipLostError);
    expect((await subject.store.events(designId, 1, 1))[0]?.event).toEqual(said.event);
    await subject.removals.replace(designId, 1, replacing);
    const [found] = await subject.store.events(designId, 1, 1);
    expect(found).toMatchObject({ hash: said.hash, recorded: said.recorded, words });
    expect(found?.event).toMatchObject({ text: REMOVED });
    expect(await subject.store.turns(designId)).toEqual([record]);
    expect(await subject.store.summary(designId)).toMatchObject({ topic: REMOVED, decision: null });
    expect(await subject.store.recallResponse(key)).toBeNull();
    await subject.removals.replace(designId, 1, replacing);
    expect(await subject.store.events(designId, 1, 1)).toEqual([found]);
  });

  test('P12: what could not be read again is not stored', async () => {
    const { designId } = await talkative();
    const [turn] = ofKind(await subject.removals.texts(designId), 'turn');
    if (turn === undefined) throw new Error('no turn');
    const texts = [{ ...turn, value: { prompt: REMOVED } }];
    const replacing = { events: [], texts, topic: REMOVED, decision: null };
    await expect(subject.removals.replace(designId, 1, replacing)).rejects.toMatchObject({
      code: 'invalid_record',
    });
    expect((await subject.store.summary(designId))?.topic).not.toBe(REMOVED);
  });

  test('P12: a design that has ended and that nobody owns is forgotten, and who did so stays', async () => {
    const { designId, key } = await talkative();
    await subject.store.accept(inboxEntryOf(`more-${designId}`, designId));
    const forgetting = { designId, count: 2, head: GENESIS_HASH, at: STARTED_AT, by: 'Ana' };
    expect(await subject.removals.forget(forgetting)).toBe(false);
    expect(await subject.removals.forgotten(designId)).toBeNull();
    await subject.fleet.release({ designId, epoch: 1 }, null, 2);
    expect(await subject.removals.forget(forgetting)).toBe(true);
    expect(await subject.removals.forgotten(designId)).toEqual(forgetting);
    expect(await subject.removals.allForgotten()).toContain(designId);
    expect(await subject.store.summary(designId)).toBeNull();
    expect(await subject.store.events(designId, 0, 10)).toEqual([]);
    expect(await subject.removals.texts(designId)).toEqual([]);
    expect(await subject.store.recallResponse(key)).toBeNull();
    expect(await subject.removals.forget({ ...forgetting, by: 'Ben' })).toBe(false);
    expect(await subject.removals.forgotten(designId)).toEqual(forgetting);
  });

  test('P12: a design that has not ended is not forgotten, and what goes on from one is named', async () => {
    const running = await subject.newDesign();
    await subject.store.commit(commitOf(running));
    await subject.fleet.release({ designId: running, epoch: 1 }, null, 1);
    const forgetting = { designId: running, count: 1, head: GENESIS_HASH, at: STARTED_AT, by: 'Ana' };
    expect(await subject.removals.forget(forgetting)).toBe(false);
    const [again, follower] = [await subject.newDesign(), await subject.newDesign()];
    await subject.store.commit(commitOf(again, { summary: { successorOf: running } }));
    await subject.store.commit(commitOf(follower, { summary: { followUpOf: running } }));
    expect(await subject.removals.goingOnFrom(running)).toEqual([again, follower]);
    expect(await subject.removals.goingOnFrom(again)).toEqual([]);
  });
}
