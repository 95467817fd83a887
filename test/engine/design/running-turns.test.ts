import { expect, test } from 'vitest';
import { RunningTurns } from '../../../src/engine/design/running-turns.ts';
import type { ModelReply } from '../../../src/ports/model.ts';
import { realClock } from '../../support/child-real-clock.ts';
import { commitOf } from '../../support/commits.ts';
import { of } from '../../support/given.ts';
import { brokerFor, liveDesign, takeTurn } from '../../turns/conversing.ts';
import { callsTool, scriptedModel } from '../../turns/scripted-model.ts';

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
  turns.committed(commitOf(live.design.id, { events: [{ seq: 1, event, hash: '' }] }));
  expect(sent.map(({ type }) => type)).toEqual(['take_turn', 'abandon']);
  turns.close();
});
