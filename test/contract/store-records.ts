import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import type { DesignEvent } from '../../src/core/vocabulary/events.ts';
import { Fault, OwnershipLostError } from '../../src/foundation/fault.ts';
import {
  chainEvents,
  commitOf,
  inboxEntryOf,
  tracePartOf,
  turnRecordOf,
} from '../support/designs/commits.ts';
import { STARTED_AT, sampleEvents } from '../support/designs/events.ts';
import type { StoreUnderTest } from './store.ts';

/** The fault that a call is refused with; any other error, and none at all, fails the test. */
async function faultOf(call: Promise<unknown>): Promise<Fault> {
  const thrown = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof Fault)) throw new Error('expected a fault', { cause: thrown });
  return thrown;
}

export function storeRecords(subject: StoreUnderTest): void {
  async function refusal(event: DesignEvent): Promise<Fault> {
    const designId = await subject.newDesign();
    const fault = await faultOf(
      subject.store.commit(commitOf(designId, { events: chainEvents([event]) })),
    );
    expect(await subject.store.summary(designId)).toBeNull();
    return fault;
  }

  test('P6: an event that is not of the vocabulary is refused', async () => {
    const smuggled = { ...sampleEvents.thread_opened, colour: 'red' };
    expect(await refusal(smuggled)).toMatchObject({ code: 'invalid_record' });
    const tooLong = { ...sampleEvents.thread_opened, thread: 'x'.repeat(201) };
    const fault = await refusal(tooLong);
    expect(fault.code).toBe('invalid_record');
    expect(fault.message).toContain('thread_opened');
    expect(fault.message).toContain('thread');
  });

  test('P7: an event that would be read back otherwise than it was hashed is refused', async () => {
    const { proposal } = sampleEvents.proposal_sealed;
    const untrimmed = {
      ...sampleEvents.proposal_sealed,
      proposal: { ...proposal, headline: ' padded ' },
    };
    expect((await refusal(untrimmed)).message).toContain('not passed through its schema');
  });

  test('P7: an event of more than 8 MiB is refused, whatever its parts may measure', async () => {
    const question = { id: 'Q1', text: '', why: '', assumption: '' } as const;
    const { participant } = sampleEvents.proposal_sealed;
    const reply = {
      id: 'r',
      author: 'ada',
      text: 'x'.repeat(40_000),
      answers: [],
      unmatched: false,
    };
    const carried = {
      questions: [{ ...question, participant, status: 'answered' as const }],
      replies: Array.from({ length: 250 }, () => reply),
      proposals: [],
      made: [],
      saidSince: 0,
      runsBefore: 1,
    };
    const fault = await refusal({ ...sampleEvents.design_started, carried });
    expect(fault.code).toBe('invalid_record');
    expect(fault.message).toContain('8388608');
  });

  test('P7: a design with all the context it may have is stored and read back', async () => {
    const designId = await subject.newDesign();
    const context = Array.from({ length: 20 }, (_, n) => ({
      name: `${n}.md`,
      text: 'é'.repeat(200_000),
    }));
    const events = chainEvents([{ ...sampleEvents.design_started, context }]);
    await subject.store.commit(commitOf(designId, { events }));
    expect(await subject.store.events(designId, 0, 1)).toEqual(events);
  });

  test.each([
    ['U+0000', 'a\u0000b'],
    ['half of a surrogate pair', 'a\ud83cb'],
  ])('P7: text with %s is refused with its place, and nothing else is', async (_, text) => {
    const fault = await refusal({ ...sampleEvents.reply_recorded, text });
    expect(fault.code).toBe('invalid_record');
    expect(fault.message).toContain('reply_recorded');
    expect(fault.message).toMatch(/ at (?:0\.)?text /);

    const designId = await subject.newDesign();
    const spelledOut = { ...sampleEvents.reply_recorded, text: '\\u0000 \\ud83c 🌍 \u0001 \u2028' };
    const events = chainEvents([spelledOut]);
    await subject.store.commit(commitOf(designId, { events }));
    expect(await subject.store.events(designId, 0, 1)).toEqual(events);

    const entry = inboxEntryOf(`bad-${designId}`, designId);
    const command = { type: 'cancel', by: 'ada', reason: text } as const;
    expect(await faultOf(subject.store.accept({ ...entry, command }))).toMatchObject({
      code: 'invalid_record',
    });
    expect(
      await faultOf(subject.store.rememberResponse(text, null, { status: 200, body: '' })),
    ).toMatchObject({
      code: 'invalid_record',
    });
  });

  test('P7: a command from outside that has not the shape of one is refused', async () => {
    const designId = await subject.newDesign();
    const entry = inboxEntryOf(`shape-${designId}`, designId);
    const command = { type: 'cancel', by: 'x'.repeat(201), reason: '' } as const;
    expect(await faultOf(subject.store.accept({ ...entry, command }))).toMatchObject({
      code: 'invalid_record',
    });
    expect((await subject.store.mail(designId)).entries).toEqual([]);
  });

  test('P7: a turn record without its bounds is refused', async () => {
    const designId = await subject.newDesign();
    const turns = [turnRecordOf(designId, 201, { prompt: 'x'.repeat(8 * 1024 * 1024) })];
    expect(await faultOf(subject.store.commit(commitOf(designId, { turns })))).toMatchObject({
      code: 'invalid_record',
    });
    const unsure = [turnRecordOf(designId, 202, { confidence: 1.2 })];
    expect(
      await faultOf(subject.store.commit(commitOf(designId, { turns: unsure }))),
    ).toMatchObject({
      code: 'invalid_record',
    });
  });

  test('T3: a turn record keeps to the letter what a model said, U+0000 included', async () => {
    const designId = await subject.newDesign();
    const turn = turnRecordOf(designId, 203, { prompt: 'a\u0000b \ud83c 🌍' });
    const other = turnRecordOf(designId, 204, { error: null, outcome: 'spoke', confidence: 0.5 });
    await subject.store.commit(commitOf(designId, { turns: [turn, other] }));
    expect(await subject.store.turns(designId)).toEqual([turn, other]);
    expect(await subject.store.turn(designId, turn.turnId)).toEqual(turn);
    expect(await subject.store.turn(await subject.newDesign(), turn.turnId)).toBeNull();
  });

  test('T6: what has happened in turns is kept in parts, and gone once their records are there', async () => {
    const designId = await subject.newDesign();
    const { store } = subject;
    const first = { ...tracePartOf(205), prompt: 'a\u0000b \ud83c 🌍' };
    await store.commit(commitOf(designId, { traces: [first, tracePartOf(206)] }));
    const later = { ...tracePartOf(205), steps: [], underWay: null };
    await store.keepTraces(designId, 1, [later]);
    expect(await store.traces(designId)).toEqual([first, tracePartOf(206), later]);
    await expect(store.keepTraces(designId, 0, [later])).rejects.toThrow(OwnershipLostError);
    const next = { expectedVersion: 1, turns: [turnRecordOf(designId, 205)] };
    await store.commit(commitOf(designId, next));
    expect(await store.traces(designId)).toEqual([tracePartOf(206)]);
    const large = { ...tracePartOf(206), prompt: 'x'.repeat(8 * 1024 * 1024) };
    expect(await faultOf(store.keepTraces(designId, 1, [large]))).toMatchObject({
      code: 'invalid_record',
    });
  });

  test('T7: the newest part sums what designs have spent, and what is reserved for their open calls', async () => {
    const designId = await subject.newDesign();
    const { store } = subject;
    const startedAt = STARTED_AT + 1_000_000;
    const before = await store.sumSpentSince(startedAt);
    const traces = [tracePartOf(207), tracePartOf(208)];
    await store.commit(commitOf(designId, { traces, summary: { startedAt, costUsd: 0.5 } }));
    const sum = (more: Awaited<ReturnType<typeof store.sumSpentSince>>) => ({
      spentUsd: more.spentUsd - before.spentUsd,
      underWayUsd: more.underWayUsd - before.underWayUsd,
    });
    expect(sum(await store.sumSpentSince(startedAt))).toEqual({ spentUsd: 0.5, underWayUsd: 1.5 });
    await store.keepTraces(designId, 1, [{ ...tracePartOf(207), underWay: null }]);
    expect(sum(await store.sumSpentSince(startedAt))).toEqual({ spentUsd: 0.5, underWayUsd: 0.75 });
    expect(sum(await store.sumSpentSince(startedAt, startedAt + 1))).toEqual({
      spentUsd: 0.5,
      underWayUsd: 0.75,
    });
    const nothing = { spentUsd: 0, underWayUsd: 0 };
    expect(await store.sumSpentSince(startedAt + 1)).toEqual(nothing);
    expect(await store.sumSpentSince(startedAt, startedAt)).toEqual(nothing);
  });

  test('T7: what questions have cost by now counts towards the day that they were asked on', async () => {
    const { store } = subject;
    const askedAt = STARTED_AT + 2_000_000;
    const spent = async (since: number) => (await store.sumSpentSince(since)).spentUsd;
    const [before, later] = [await spent(askedAt), await spent(askedAt + 1)];
    const question = { id: `q-${askedAt}`, person: 'a hash', askedAt, usd: 0.25 };
    await store.keepQuestion(question, 0);
    await store.keepQuestion({ ...question, usd: 0.5 }, 0);
    await store.keepQuestion({ ...question, id: 'another', person: 'another hash', usd: 0 }, 0);
    expect((await spent(askedAt)) - before).toBeCloseTo(0.5);
    expect(await spent(askedAt + 1)).toBe(later);
    expect(await store.questionsSince('a hash', askedAt)).toBe(1);
    expect(await store.questionsSince('a hash', askedAt + 1)).toBe(0);
    await store.keepQuestion(
      { ...question, id: 'a later one', askedAt: askedAt + 10 },
      askedAt + 1,
    );
    expect(await store.questionsSince('a hash', askedAt)).toBe(1);
    await store.keepQuestion({ ...question, id: 'the last', askedAt: askedAt + 20 }, askedAt + 20);
    expect(await spent(askedAt)).toBeCloseTo(before + 0.25);
  });

  test('P7: the fault says what was wrong without repeating what was said', async () => {
    const refused = await refusal({ ...sampleEvents.reply_recorded, text: 'tell-nobody\u0000' });
    // Longer than an entry of an index may be, which only the database itself notices.
    const digits = Array.from({ length: 3_000 }, (_, n) => Math.imul(n + 1, 2_654_435_761)).join(
      '',
    );
    const key = `tell-nobody${digits}`;
    const failed = await faultOf(
      subject.store.rememberResponse(key, null, { status: 200, body: '' }),
    );
    expect(failed).toMatchObject({ code: 'invalid_record' });
    for (const fault of [refused, failed])
      expect(inspect(fault, { depth: 10 })).not.toContain('tell-nobody');
  });
}
