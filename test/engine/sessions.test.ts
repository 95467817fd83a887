import { expect, test } from 'vitest';
import { createRehearsalModel } from '../../src/adapters/rehearsal/model.ts';
import { askOf, type Model } from '../../src/engine/ports/model.ts';
import type { Commit, Store } from '../../src/engine/ports/store.ts';
import type { TracePart } from '../../src/turns/records/record.ts';
import { realClock } from '../support/child-real-clock.ts';
import { eventually } from '../support/eventually.ts';
import { proposal } from '../support/given-submission.ts';
import { shipped } from '../support/shipped-personas.ts';
import { ownWorkshop } from './own-workshop.ts';
import { begun, eventsUntil, isEnd } from './running-engine.ts';

const rehearsal = createRehearsalModel({ latencyMs: 0, clock: realClock, personas: shipped });

/** The rehearsal, in which this persona proposes only when it is `released`. */
function holdingProposal(name: string, released: Promise<void>): Model {
  return {
    ...rehearsal,
    answer: async (request, context, options) => {
      const { kind, participant } = askOf(context);
      if (kind === 'proposals' && participant.id === name) await released;
      return rehearsal.answer(request, context, options);
    },
  };
}

test('C13: a replacement whose design was cancelled before its turn to be started came is never started', async () => {
  const { startEngine } = await ownWorkshop();
  const opened = Promise.withResolvers<null>();
  let isOpening = false;
  const openRepository = () => {
    isOpening = true;
    return opened.promise;
  };
  const { engine, sessions } = await startEngine({ parts: { openRepository } });
  const repository = { name: 'app', commit: 'a'.repeat(40), digest: '' };
  const id = await begun(engine, { repository });
  // What is started waits behind the first question, whose repository takes its time.
  await eventually(() => isOpening).toBe(true);
  sessions.lose('archaeologist');
  const isReplaced = ({ event }: { event: { type: string; origin?: string } }) => event.origin === 'retry';
  const events = await eventsUntil(engine, id, isReplaced);
  const replacement = events.at(-1)?.event;
  await engine.command(id, { type: 'cancel', by: 'ana', reason: '' }).answered;
  const before = [...sessions.started];
  opened.resolve(null);
  await engine.settled(id);
  expect(replacement).toMatchObject({ type: 'session_started', participant: 'archaeologist' });
  expect(sessions.started).toEqual(before);
  expect([...sessions.running.keys()]).toEqual([]);
});

test('C16: the author of work that comes after the end of its turn is told so, while its design goes on', async () => {
  const { startEngine } = await ownWorkshop();
  const released = Promise.withResolvers<void>();
  const { engine, sessions } = await startEngine({
    model: holdingProposal('failure-analyst', released.promise),
  });
  const id = await begun(engine);
  const isOver = ({ event }: { event: { type: string; participant?: string } }) =>
    event.type === 'turn_finished' && event.participant === 'archaeologist';
  const finished = (await eventsUntil(engine, id, isOver)).at(-1)?.event;
  const local = [...sessions.running.values()].find(({ participant }) => participant === 'archaeologist');
  if (finished?.type !== 'turn_finished' || local === undefined) throw new Error('it was not asked');
  const { turnId } = finished;
  const { tool: name, input } = proposal();
  local.listener.message({ type: 'call_tool', turnId, callId: 'late-1', name, input });
  const told = () => sessions.sent.find((sent) => sent.type === 'tool_answer' && sent.callId === 'late-1');
  await eventually(told).toMatchObject({ turnId, ok: false, ends: true });
  expect((await engine.design(id))?.lateSubmissions).toMatchObject([
    { participant: 'archaeologist', turnId },
  ]);
  released.resolve();
  expect((await eventsUntil(engine, id, isEnd)).at(-1)?.event).toMatchObject({ status: 'completed' });
});

test('T6: no attempt at a model call is sent before it is on record that it is', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const onRecord = new Map<string, number>();
  /** Other work goes on before anything is stored. */
  const slowly = async (parts: readonly TracePart[], store: () => Promise<void>): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    await store();
    for (const { turnId, steps } of parts) {
      const sent = steps.filter(({ kind }) => kind === 'request_sent').length;
      onRecord.set(turnId, (onRecord.get(turnId) ?? 0) + sent);
    }
  };
  const store: Partial<Store> = {
    commit: (commit: Commit) => slowly(commit.traces, () => workshop.store.commit(commit)),
    keepTraces: (...given) => slowly(given[2], () => workshop.store.keepTraces(...given)),
  };
  const sent = new Map<string, number>();
  const early: string[] = [];
  const model: Model = {
    ...rehearsal,
    answer: (request, context, options) => {
      const { turnId, kind } = askOf(context);
      sent.set(turnId, (sent.get(turnId) ?? 0) + 1);
      if ((onRecord.get(turnId) ?? 0) < (sent.get(turnId) ?? 0)) early.push(kind);
      return rehearsal.answer(request, context, options);
    },
  };
  const { engine } = await startEngine({ model, store });
  await eventsUntil(engine, await begun(engine), isEnd);
  expect(sent.size).toBeGreaterThan(5);
  expect(early).toEqual([]);
});
