import { expect, test } from 'vitest';
import { RunningTurns } from '#engine/design/running-turns.ts';
import { ModelFault, type ModelReply, type ModelRequest } from '#ports/model.ts';
import type { Model } from '#turns/model-context.ts';
import { commitOf } from '../../support/designs/commits.ts';
import { of } from '../../support/designs/given.ts';
import { realClock } from '../../support/processes/child-real-clock.ts';
import { brokerFor, liveDesign, takeTurn } from '../../turns/conversing.ts';
import { callsTool, saysOnly, scriptedModel, USAGE } from '../../turns/scripted-model.ts';

test('T7: an answer that comes after the record of its turn was made is not counted anywhere', async () => {
  const { promise, resolve } = Promise.withResolvers<ModelReply>();
  const model = scriptedModel(() => promise);
  const live = liveDesign();
  const turn = live.turn();
  const { running } = takeTurn(live, turn, brokerFor(model));
  const turns = new RunningTurns(realClock);
  turns.add(turn.id, running);
  await expect.poll(() => model.requests.length).toBe(1);
  live.do({ type: 'cancel', by: 'Ana', reason: '' });
  const ended = of(live.history, 'turn_finished').find(({ turnId }) => turnId === turn.id);
  if (ended === undefined) throw new Error('the turn did not end');
  const record = turns.recordOf(ended, live.design);
  resolve(callsTool('pass', { rationale: 'Too late.' }));
  await promise;
  for (let step = 0; step < 20; step += 1) await new Promise(setImmediate);
  const counted = of(live.history, 'model_answered').filter(({ turnId }) => turnId === turn.id);
  expect(record).toMatchObject({ outcome: 'cancelled', costUsd: 0 });
  expect(counted).toEqual([]);
  turns.close();
});

test('T1: a turn is found by its own session alone, and tells how far it came', async () => {
  const live = liveDesign();
  const turn = live.turn();
  const model = scriptedModel(() => new Promise(() => undefined));
  const { running } = takeTurn(live, turn, brokerFor(model));
  const turns = new RunningTurns(realClock);
  turns.add(turn.id, running);
  await expect.poll(() => model.requests.length).toBe(1);
  const others = live
    .openTurns()
    .flatMap(({ id, sessionId }) => (id === turn.id ? [] : [sessionId]));
  expect(others.length).toBeGreaterThan(0);
  expect(turns.findTurn(turn.sessionId, turn.id)).toBe(running);
  for (const session of others) {
    expect(turns.findTurn(session, turn.id)).toBeUndefined();
    expect(turns.textOfLast(session, turn.startedAt)).toBeNull();
  }
  const { participant, sessionId, id: turnId } = turn;
  const text = turns.textOfLast(sessionId, turn.startedAt + 5_000);
  expect(JSON.parse(text ?? '')).toMatchObject({
    ...{ turnId, participant, sessionId, outcome: 'process_lost', totalMs: 5_000 },
    trace: [{ kind: 'prompt_assembled' }, { kind: 'request_sent' }, { kind: 'first_token' }],
  });
  expect(text).not.toContain('# How this works');
  turns.close();
});

/**
 * Breaks off once, which is paid for, answers once, and is then asked again and does not answer.
 */
function payingModel(): Model & { readonly requests: readonly ModelRequest[] } {
  const model = scriptedModel((_, number) => {
    if (number === 1) throw new ModelFault('overloaded', 'come back later');
    return number === 2 ? saysOnly('Hm.') : new Promise(() => undefined);
  });
  return {
    ...model,
    answer: (request, context, options) => {
      const costUsd = model.requests.length === 0 ? 0.5 : 0.25;
      options.onSpent?.(() => ({ model: request.model, usage: USAGE, costUsd }));
      return model.answer(request, context, options);
    },
  };
}

test('T7: what a turn has spent counts before its design has stored it, and no second time after that', async () => {
  const { promise: storing, resolve: store } = Promise.withResolvers<void>();
  const model = payingModel();
  const live = liveDesign();
  const turn = live.turn();
  const { running } = takeTurn(live, turn, brokerFor(model), { storing });
  const turns = new RunningTurns(realClock);
  turns.add(turn.id, running);
  await expect.poll(() => model.requests.length).toBe(2);
  await expect.poll(() => turns.spending(live.design).spentUsd).toBeCloseTo(0.51, 10);
  store();
  await expect.poll(() => model.requests.length).toBe(3);
  const { spentUsd, underWayUsd } = turns.spending(live.design);
  expect(spentUsd).toBeCloseTo(0.51, 10);
  expect(underWayUsd).toBe(0.25);
  turns.close();
});

test('T6, T7: the next owner has a turn’s prompt, and counts its calls, from its stored parts', async () => {
  const model = payingModel();
  const live = liveDesign();
  const turn = live.turn();
  const { running } = takeTurn(live, turn, brokerFor(model));
  const turns = new RunningTurns(realClock);
  turns.add(turn.id, running);
  await expect.poll(() => model.requests.length).toBe(3);
  const owner = new RunningTurns(realClock);
  const lost = owner.adopt(live.design, turns.parts(new Set()));
  expect(lost).toMatchObject([
    { turnId: turn.id, costUsd: 0.25, stopReason: 'charrette_stopped', atLeast: true },
  ]);
  live.do({ type: 'cancel', by: 'Ana', reason: '' });
  const ended = of(live.history, 'turn_finished').find(({ turnId }) => turnId === turn.id);
  if (ended === undefined) throw new Error('the turn did not end');
  const { costUsd, costIsAtLeast, usage, prompt } = owner.recordOf(ended, live.design);
  expect(costUsd).toBeCloseTo(0.76, 10);
  expect(costIsAtLeast).toBe(true);
  expect(usage.outputTokens).toBe(3 * USAGE.outputTokens);
  // Of the rest, a daemon that crashes leaves the first and the last words.
  const whole = turns.recordOf(ended, live.design).prompt;
  expect(prompt.slice(0, 1_000)).toBe(whole.slice(0, 1_000));
  turns.close();
});

test('a turn that is put while its end is being recorded is abandoned, and leaves no clock running', async () => {
  const live = liveDesign();
  const turn = live.turn();
  const { running, sent } = takeTurn(
    live,
    turn,
    brokerFor(scriptedModel(() => new Promise(() => undefined))),
    {
      session: 'silent',
    },
  );
  live.do({ type: 'cancel', by: 'Ana', reason: '' });
  const event = of(live.history, 'turn_finished').find(({ turnId }) => turnId === turn.id);
  if (event === undefined) throw new Error('the turn did not end');
  const turns = new RunningTurns(realClock);
  turns.recordOf(event, live.design);
  turns.add(turn.id, running);
  turns.noteCommit(commitOf(live.design.id, { events: [{ seq: 1, event, hash: '' }] }));
  expect(sent.map(({ type }) => type)).toEqual(['take_turn', 'abandon']);
  turns.close();
});
