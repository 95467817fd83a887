import { expect, test } from 'vitest';
import { createRehearsalModel } from '../../src/adapters/rehearsal/model.ts';
import type { SessionId } from '../../src/core/vocabulary/ids.ts';
import type { Clock } from '../../src/foundation/clock.ts';
import type { Commit, Store } from '../../src/ports/store.ts';
import type { TracePart, TurnRecord } from '../../src/ports/turn-record.ts';
import type { ParentMessage } from '../../src/sessions/child/protocol.mjs';
import type { Model } from '../../src/turns/model-context.ts';
import { askOf } from '../support/designs/ask-of.ts';
import { shipped } from '../support/designs/shipped-personas.ts';
import { realClock } from '../support/processes/child-real-clock.ts';
import { eventually } from '../support/runner/eventually.ts';
import { saysOnly } from '../turns/scripted-model.ts';
import { LocalSessions } from './local-sessions.ts';
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
  const isReplaced = ({ event }: { event: { type: string; origin?: string } }) =>
    event.origin === 'retry';
  const events = await eventsUntil(engine, id, isReplaced);
  const replacement = events.at(-1)?.event;
  await engine.command(id, { type: 'cancel', by: 'ana', reason: '' }).answered;
  const before = [...sessions.started];
  opened.resolve(null);
  await engine.waitUntilSettled(id);
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

test('T6: each step of a turn is stored once, by whatever commit or call stores it', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const stored: TracePart[] = [];
  const records: TurnRecord[] = [];
  const store: Partial<Store> = {
    commit: async (commit: Commit) => {
      await workshop.store.commit(commit);
      stored.push(...commit.traces);
      records.push(...commit.turns);
    },
    keepTraces: async (...given) => {
      await workshop.store.keepTraces(...given);
      stored.push(...given[2]);
    },
  };
  const asked = new Set<string>();
  /**
   * Submits in the second call of each turn, so that a part follows the commit of the first answer.
   */
  const model: Model = {
    ...rehearsal,
    answer: async (request, context, options) => {
      const { turnId } = askOf(context);
      if (asked.has(turnId)) return rehearsal.answer(request, context, options);
      asked.add(turnId);
      return saysOnly('Hm.');
    },
  };
  const { engine } = await startEngine({ model, store });
  await eventsUntil(engine, await begun(engine), isEnd);
  expect(records.length).toBeGreaterThan(5);
  for (const { turnId, kind, trace } of records) {
    const parts = stored.filter((part) => part.turnId === turnId);
    const steps = parts.flatMap((part) => part.steps);
    expect([kind, steps]).toEqual([kind, trace.slice(0, steps.length)]);
    expect([kind, parts.filter(({ prompt }) => prompt !== undefined).length]).toEqual([kind, 1]);
    expect(parts.length, kind).toBeGreaterThan(1);
  }
});

/** A clock on which what is due within a moment waits until it is let go. */
function heldClock() {
  const held = new Set<() => void>();
  const clock: Clock = {
    ...realClock,
    at: (time, callback) => {
      if (time - realClock.now() > MOMENT_MS) return realClock.at(time, callback);
      held.add(callback);
      return { [Symbol.dispose]: () => void held.delete(callback) };
    },
  };
  const letGo = () => {
    for (const callback of held) callback();
    held.clear();
  };
  return { clock, letGo };
}
const MOMENT_MS = 25;

async function turnsOfTheLoop(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
}

test('sessions that become ready one after the other share a commit with the last', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const ready: number[] = [];
  const commit = async (given: Commit) => {
    await workshop.store.commit(given);
    const count = given.events.filter(({ event }) => event.type === 'session_ready').length;
    if (count > 0) ready.push(count);
  };
  const { clock } = heldClock();
  const { engine, sessions } = await startEngine({ store: { commit }, parts: { clock } });
  for (const name of ['archaeologist', 'auditor', 'failure-analyst', 'synthesizer'])
    sessions.neverReady.add(name);
  const id = await begun(engine);
  await eventually(() => sessions.started).toHaveLength(4);
  for (const [index, { listener }] of [...sessions.running.values()].entries()) {
    expect(ready).toEqual([]);
    listener.onReady(index + 1, '');
    await turnsOfTheLoop();
  }
  await eventsUntil(engine, id, ({ event }) => event.type === 'session_ready');
  expect(ready).toEqual([4]);
});

/** Sessions of which personas take their questions and say nothing. */
class SilentSessions extends LocalSessions {
  taken = 0;
  override send(sessionId: SessionId, message: ParentMessage): void {
    const isOfPersona = this.running.get(sessionId)?.participant !== 'synthesizer';
    if (message.type === 'take_turn' && isOfPersona) this.taken += 1;
    else super.send(sessionId, message);
  }
}

test('T6: questions whose sessions make no call are stored together a moment later', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const { clock, letGo } = heldClock();
  const kept: number[] = [];
  const keepTraces: Store['keepTraces'] = async (...given) => {
    await workshop.store.keepTraces(...given);
    kept.push(given[2].length);
  };
  const sessions = new SilentSessions();
  const { engine } = await startEngine({ store: { keepTraces }, parts: { clock, sessions } });
  const id = await begun(engine);
  await eventually(() => sessions.taken).toBe(2);
  await turnsOfTheLoop();
  expect(await workshop.store.traces(id)).toEqual([]);
  const before = kept.length;
  letGo();
  await eventually(() => kept.slice(before)).toEqual([2]);
  expect((await workshop.store.traces(id)).every(({ prompt }) => Boolean(prompt))).toBe(true);
});
