import { expect, test } from 'vitest';
import { createRehearsalModel } from '../../src/adapters/rehearsal/model.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { Waiting } from '../../src/engine/parts/waits.ts';
import { ModelFault, type ModelReply } from '../../src/ports/model.ts';
import { plainOf } from '../../src/presentation/format/plain-document.ts';
import { drawCard } from '../../src/presentation/thread/card.ts';
import { viewOf } from '../../src/presentation/view/view.ts';
import { createModelBroker } from '../../src/turns/model-broker.ts';
import type { Model } from '../../src/turns/model-context.ts';
import { framingReply } from '../support/designs/framing-reply.ts';
import { shipped } from '../support/designs/shipped-personas.ts';
import { realClock } from '../support/processes/child-real-clock.ts';
import { createMovedClock } from '../support/runner/moved-clock.ts';
import { ownWorkshop } from './own-workshop.ts';
import { begun, eventsUntil, isEnd } from './running-engine.ts';

const FIRST_TOKEN_MS = 120_000;

/** Begins every answer and says nothing more; `come` brings a few bytes to each. */
function stalled() {
  const signs: (() => void)[] = [];
  const asked = Promise.withResolvers<void>();
  const model: Model = {
    rehearsal: false,
    answer: (_request, context, { signal, onProgress, onSign }) => {
      // Others with the same beginning wait for that.
      onProgress();
      const framed = framingReply(context);
      if (framed !== null) return Promise.resolve(framed);
      onSign?.({ hasCome: false, endsInMs: FIRST_TOKEN_MS });
      signs.push(() => onSign?.({ hasCome: true, endsInMs: FIRST_TOKEN_MS }));
      if (signs.length === 2) asked.resolve();
      const { promise, reject } = Promise.withResolvers<ModelReply>();
      signal.addEventListener('abort', () => reject(new ModelFault('aborted', 'aborted')));
      return promise;
    },
  };
  return {
    model,
    asked: asked.promise,

    come: () => {
      for (const sign of signs) sign();
    },
  };
}

async function silentDesign() {
  const { startEngine } = await ownWorkshop();
  const { clock, pass } = createMovedClock();
  const { model, asked, come } = stalled();
  const started = await startEngine({
    model,
    parts: { clock, callModel: createModelBroker({ model, clock }) },
  });
  const { engine } = started;
  const id = await begun(engine);
  const told: Extract<Waiting, { what: 'model_silent' }>[] = [];
  const next = { heard: Promise.withResolvers<void>() };
  engine.onWaiting(id, (waiting) => {
    if (waiting.what !== 'model_silent') return;
    told.push(waiting);
    next.heard.resolve();
    next.heard = Promise.withResolvers();
  });
  await asked;
  const heard = () => next.heard.promise;
  return { engine, id, pass, come, told, heard };
}

async function cardOf(engine: Engine, id: Parameters<Engine['design']>[0]): Promise<string> {
  const design = await engine.design(id);
  if (design === null) throw new Error('there is no such design');
  return drawCard(viewOf(design)).sections.map(plainOf).join('\n');
}

test('A6: a silent model is told once after half a minute, with its turn and the next attempt', async () => {
  const { engine, id, pass, told, heard } = await silentDesign();
  expect(await cardOf(engine, id)).not.toContain('Waiting for the model');
  const telling = heard();
  pass(40_000);
  await telling;
  expect(told).toHaveLength(1);
  expect(told[0]?.words).toMatch(
    /^Waiting for the model \(.+ and .+\): the wait began at \d\d:\d\d UTC; next try at \d\d:\d\d UTC$/,
  );
  expect(await cardOf(engine, id)).toMatch(
    /Waiting for the model \(.+ and .+\): the wait began at \d\d:\d\d UTC; next try at \d\d:\d\d UTC/,
  );
});

test('A6: nothing is said any more once the model answers', async () => {
  const { engine, id, pass, come, told, heard } = await silentDesign();
  const first = heard();
  pass(40_000);
  await first;
  come();
  const second = heard();
  pass(7_000);
  await second;
  expect(told.map(({ silence }) => silence === null)).toEqual([false, true]);
  expect(await cardOf(engine, id)).not.toContain('Waiting for the model');
});

test('A6: a refused key is one error line, and said until the model answers', async () => {
  const { startEngine } = await ownWorkshop();
  const model: Model = {
    rehearsal: false,
    answer: () => Promise.reject(new ModelFault('unauthorized', 'no key')),
  };
  const { engine, log } = await startEngine({ model });
  const id = await begun(engine);
  await eventsUntil(engine, id, ({ event }) => event.type === 'gate_opened');
  expect(log.events.filter(({ event }) => event === 'model_not_usable')).toHaveLength(1);
  expect(engine.models.permanent).toEqual([{ model: 'rehearsal', cause: 'unauthorized' }]);
});

test('D7: a model whose calls break off is named with the first that did, until it answers', async () => {
  const { startEngine } = await ownWorkshop();
  let isBroken = true;
  const rehearsal = createRehearsalModel({ latencyMs: 0, clock: realClock, personas: shipped });
  const model: Model = {
    rehearsal: true,
    answer: (...call) =>
      isBroken
        ? Promise.reject(new ModelFault('connection_lost', 'read ECONNRESET', { transient: false }))
        : rehearsal.answer(...call),
  };
  const { engine } = await startEngine({ model });
  expect(engine.models.temporary).toEqual([]);
  const id = await begun(engine);
  await eventsUntil(engine, id, ({ event }) => event.type === 'gate_opened');
  const lost = { model: 'rehearsal', cause: 'connection_lost', since: expect.any(Number) };
  expect(engine.models.temporary).toEqual([lost]);
  isBroken = false;
  const next = await begun(engine);
  await eventsUntil(engine, next, isEnd);
  expect(engine.models.temporary).toEqual([]);
});

test('A6: an endpoint that takes no connection is told within seconds, not after the first silence', async () => {
  const { startEngine } = await ownWorkshop();
  const { clock, pass } = createMovedClock();
  const asked = Promise.withResolvers<void>();
  const model: Model = {
    rehearsal: false,
    answer: (_request, context) => {
      const framed = framingReply(context);
      if (framed !== null) return Promise.resolve(framed);
      asked.resolve();
      return Promise.reject(new ModelFault('unreachable', 'connect ECONNREFUSED'));
    },
  };
  const callModel = createModelBroker({ model, clock });
  const { engine } = await startEngine({ model, parts: { clock, callModel } });
  const id = await begun(engine);
  const told = Promise.withResolvers<Extract<Waiting, { what: 'model_silent' }>>();
  engine.onWaiting(id, (waiting) => {
    if (waiting.what === 'model_silent') told.resolve(waiting);
  });
  await asked.promise;
  pass(7_000);
  expect((await told.promise).silence).not.toBeNull();
});
