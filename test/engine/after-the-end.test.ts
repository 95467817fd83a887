import { expect, test } from 'vitest';
import { ModelFault } from '../../src/ports/model.ts';
import type { Model } from '../../src/turns/model-context.ts';
import { framingReply } from '../support/designs/framing-reply.ts';
import { saysOnly } from '../turns/scripted-model.ts';
import { ownWorkshop } from './own-workshop.ts';
import { begun, eventsUntil } from './running-engine.ts';

const REPLY = saysOnly('Too late for anybody.');
const LEAST = { model: REPLY.model, usage: { ...REPLY.usage, outputTokens: 0 }, costUsd: 0.004 };

/** A model that answers nobody before it is told to. */
function slowModel() {
  const { promise: isTime, resolve: answerAll } = Promise.withResolvers<void>();
  const model: Model = {
    rehearsal: false,
    weigh: () => ({ least: LEAST, inputUsd: 0.02, outputTokenUsd: 0 }),
    answer: (_request, context, { signal, onProgress, onSpent }) => {
      onProgress();
      const framed = framingReply(context);
      if (framed !== null) return Promise.resolve(framed);
      onSpent?.(() => LEAST);
      return new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new ModelFault('aborted', 'it was aborted')));
        void isTime.then(() => resolve(REPLY));
      });
    },
  };
  return { model, answerAll };
}

test('T7: a call under way when the last persona dies is counted before the files are written, and nothing after', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const { model, answerAll } = slowModel();
  const { engine, sessions } = await startEngine({ model, settings: { gates: 'none' } });
  const id = await begun(engine);
  for (const persona of ['archaeologist', 'failure-analyst']) {
    await sessions.loseAtWork(persona);
    await sessions.loseAtWork(persona);
  }
  const events = await eventsUntil(engine, id, ({ event }) => event.type === 'files_written');
  answerAll();
  await engine.waitUntilSettled(id);
  await engine.stop();
  const all = await workshop.store.events(id, 0, 1_000);
  const later = all.slice(events.length).map(({ event }) => event.type);
  expect(later).not.toContain('model_answered');
  const design = await engine.design(id);
  expect(design?.end).toMatchObject({ status: 'cancelled', stoppedBecause: 'no_persona_left' });
  const answered = events.flatMap(({ event }) => (event.type === 'model_answered' ? [event] : []));
  // The frame was answered whole.
  expect(answered.slice(1).every(({ atLeast }) => atLeast)).toBe(true);
  expect(answered.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0)).toBeGreaterThanOrEqual(
    2 * 0.004,
  );
});
