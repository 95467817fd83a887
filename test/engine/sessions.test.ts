import { expect, test } from 'vitest';
import { createRehearsalModel } from '../../src/adapters/rehearsal/model.ts';
import type { Commit, Store } from '../../src/ports/store.ts';
import type { TracePart } from '../../src/ports/turn-record.ts';
import type { Model } from '../../src/turns/model-context.ts';
import { askOf } from '../support/ask-of.ts';
import { realClock } from '../support/child-real-clock.ts';
import { eventually } from '../support/eventually.ts';
import { shipped } from '../support/shipped-personas.ts';
import { ownWorkshop } from './own-workshop.ts';
import { begun, eventsUntil, isEnd } from './running-engine.ts';

const rehearsal = createRehearsalModel({ latencyMs: 0, clock: realClock, personas: shipped });

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
