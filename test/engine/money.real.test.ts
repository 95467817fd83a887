/** What turns cost, where they are cut off, and where the store is away while they are at work (T7, P2). */

import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { DesignEvent, Usage } from '#design/events.ts';
import { mint } from '#design/ids.ts';
import { costOf } from '#design/money.ts';
import { summaryOf } from '#engine/loaded.ts';
import { dayOf } from '#engine/money.ts';
import { type Model, ModelFault } from '#models/model.ts';
import type { Models } from '#models/models.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { Fault } from '#support/fault.ts';
import { designAt, startCommand } from '#test/support/design-world.ts';
import { ownFolder } from './own-folder.ts';
import { PERSONAS } from './played-design.ts';
import { ANA, countedModels, delivery, openWorld, type World } from './world.ts';

const STREAMED: Usage = {
  ...{ inputTokens: 1_000, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 10_000 },
};

/** At $1 for a million tokens of input and $10 of output; each call is made by `call`. */
async function modelsOf(call: Model['call']): Promise<Models> {
  const counted = await countedModels();
  return {
    ...counted,
    forParticipants: (speakers) => {
      const all = counted.forParticipants(speakers);
      return new Map([...all].map(([id, model]) => [id, { ...model, call }]));
    },
  };
}

function asked(world: World) {
  return world.store.listUnended().then(async ([row]) => {
    const [turn] = row === undefined ? [] : await world.store.turns(row.id);
    if (row === undefined || turn === undefined) return false;
    const trace = (await world.store.turn(row.id, turn.turnId))?.trace ?? [];
    return trace.some(({ step }) => step === 'request');
  });
}

const endOfTurn = (event: DesignEvent) => event.type === 'turn_finished';

test('T7 C19: a cancellation keeps what the turns had used that it cuts off', async () => {
  const call: Model['call'] = (_request, { signal, onFirstEvent }) => {
    onFirstEvent?.();
    return new Promise((_resolve, reject) => {
      const fault = new ModelFault('timed_out', 'the call was ended', { usage: STREAMED });
      signal.addEventListener('abort', () => reject(fault));
    });
  };
  await using world = await openWorld({ models: await modelsOf(call) });
  const id = await world.start({ personas: PERSONAS });
  await expect.poll(() => asked(world), { timeout: 30_000 }).toBe(true);
  expect(await world.engine.designs.cancel(id, '', ANA, delivery())).toMatchObject({ ok: true });
  const events = await world.finished(id);
  expect(events.filter(endOfTurn)).toMatchObject([
    { outcome: 'cancelled', usage: STREAMED, isAtLeast: true },
  ]);
  const { design } = (await world.engine.designs.read(id)) ?? {};
  expect(design && costOf(design).usd).toBeCloseTo(0.101, 6);
  expect(await world.store.spent(id)).toBeCloseTo(0.101, 6);
});

test('T7 C18: whoever goes on knows what calls cost that nobody saw end', async () => {
  const folder = await ownFolder();
  const never: Model['call'] = () => new Promise(() => undefined);
  const first = await openWorld({ folder, models: await modelsOf(never) });
  const id = await first.start({ personas: PERSONAS });
  await expect.poll(() => asked(first), { timeout: 30_000 }).toBe(true);
  await first.engine.stop();
  await using second = await openWorld({ folder, models: await countedModels() });
  await second.seen(id, endOfTurn);
  const events = (await second.store.events(id)).map(({ event }) => event);
  const ended = events.find(({ type }) => type === 'turn_finished');
  expect(ended).toMatchObject({ outcome: 'process_lost', isAtLeast: true });
  // As much as the ceilings count for it: near the budget, the design goes straight to its text.
  const { design } = (await second.engine.designs.read(id)) ?? {};
  expect(design && costOf(design).usd).toBeGreaterThan(0.01);
  for (const sum of [await second.store.spent(id), await second.store.settled(id)])
    expect(sum).toBeGreaterThanOrEqual((design && costOf(design).usd) ?? 0);
  await first.store.close();
});

/** Each of these fails at every second call. */
function oftenAway(store: Store): Store {
  let calls = 0;
  const away =
    <Args extends unknown[], Value>(work: (...args: Args) => Promise<Value>) =>
    async (...args: Args): Promise<Value> => {
      calls += 1;
      if (calls % 2 === 1) throw new Fault('store_away', 'no answer');
      return await work(...args);
    };
  return {
    ...store,
    reserve: away(store.reserve),
    settle: away(store.settle),
    putShared: away(store.putShared),
    startTurn: away(store.startTurn),
    appendTrace: away(store.appendTrace),
  };
}

test('P2 C12: a store that is away for a moment costs nobody a turn, nor an answer that is paid for', async () => {
  const folder = await ownFolder();
  const store = oftenAway(await openStore({ dataDir: folder }));
  const models = await countedModels({ outputTokens: 100 });
  await using world = await openWorld({ folder, store, models });
  const id = await world.start({ personas: PERSONAS, questions: 'none', depth: 'quick' });
  const events = await world.finished(id);
  const outcomes = events.flatMap((event) => (event.type === 'turn_finished' ? event.outcome : []));
  expect(new Set(outcomes)).toEqual(new Set(['spoke']));
  expect(events.filter(({ type }) => type === 'proposal_sealed')).toHaveLength(3);
  const { design } = (await world.engine.designs.read(id)) ?? {};
  expect(await store.spent(id)).toBeCloseTo((design && costOf(design).usd) ?? 0, 6);
});

test('T7: money that others have only reserved refuses no start, and a call waits for it', async () => {
  const folder = await ownFolder();
  const opened = await openStore({ dataDir: folder });
  const isRefused = Promise.withResolvers<void>();
  const store: Store = {
    ...opened,
    async reserve(reservation) {
      const refusedBy = await opened.reserve(reservation);
      if (refusedBy === 'day') isRefused.resolve();
      return refusedBy;
    },
  };
  const epoch = await reserveForAnother(opened);
  const models = await countedModels({ outputTokens: 100 });
  await using world = await openWorld({ folder, store, models, settings: { budgetUsdPerDay: 1 } });
  const id = await world.start({ personas: PERSONAS, questions: 'none', depth: 'quick' });
  await isRefused.promise;
  await opened.settle('r1', epoch, 0.04);
  const events = await world.finished(id);
  const outcomes = events.flatMap((event) => (event.type === 'turn_finished' ? event.outcome : []));
  expect(new Set(outcomes)).toEqual(new Set(['spoke']));
});

/** All of a day's $1, for a call of a design that nobody here runs. */
async function reserveForAnother(store: Store): Promise<number> {
  const command = { ...startCommand(), designId: mint('design', randomUUID()) };
  const { designId } = command;
  const start = { designId, platform: 'test', platformId: randomUUID(), command, at: 1 };
  await store.putCommand(start, summaryOf(designAt('proposing').design));
  const row = await store.claim(designId, { id: randomUUID(), process: null }, 600_000);
  if (row === null) throw new Error('somebody else holds it');
  const { epoch } = row;
  const ceilings = { designCeilingUsd: 1, dayCeilingUsd: 1 };
  const day = dayOf(Date.now());
  await store.reserve({ id: 'r1', designId, epoch, day, usd: 1, ...ceilings });
  return epoch;
}
