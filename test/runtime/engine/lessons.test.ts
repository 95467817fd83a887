import { expect, test } from 'vitest';
import type { Thread } from '../../../src/core/vocabulary/events.ts';
import type { DesignId } from '../../../src/core/vocabulary/ids.ts';
import { upkeep } from '../../../src/runtime/collection/collection.ts';
import { Fault } from '../../../src/runtime/fault.ts';
import { keepMissedLessons } from '../../../src/runtime/lessons.ts';
import { ownWorkshop } from './own-workshop.ts';
import { begun, eventsUntil, isEnd } from './running-engine.ts';

const { workshop, startEngine } = await ownWorkshop();
const signal = AbortSignal.timeout(60_000);

const inChannel = (channel: string): Thread => ({ platform: 'none', channel, thread: '', starter: 'U1' });
type Running = Awaited<ReturnType<typeof startEngine>>['engine'];

/** What a design was shown, once it has ended and all that its end leaves behind is kept. */
async function shown(engine: Running, id: DesignId): Promise<readonly DesignId[]> {
  const [first] = await eventsUntil(engine, id, isEnd);
  await engine.settled(id);
  const lessons = first?.event.type === 'design_started' ? first.event.lessons : undefined;
  return (lessons ?? []).map(({ designId }) => designId);
}

const unavailable = () => Promise.reject(new Fault('store_unavailable', 'The lessons cannot be reached.'));

test('A14: a design’s lesson is kept at its end and shown to similar ones, in its own place only', async () => {
  const { engine } = await startEngine();
  const first = await begun(engine);
  expect(await shown(engine, first)).toEqual([]);
  expect(await workshop.store.lessons([first])).toMatchObject([{ designId: first, status: 'completed' }]);

  const second = await begun(engine, { topic: 'The job queue: stay on Redis, or Postgres?' });
  expect(await shown(engine, second)).toEqual([first]);
  expect(await shown(engine, await begun(engine, { topic: 'Where do we keep invoices?' }))).toEqual([]);
  expect(await shown(engine, await begun(engine, { thread: inChannel('C1') }))).toEqual([]);
  expect(await shown(engine, await begun(engine, { thread: inChannel('C1') }))).toHaveLength(1);
  expect(await shown(engine, await begun(engine, { thread: inChannel('C2') }))).toEqual([]);
  const followUp = { of: second, decision: 'Stay.' };
  const third = await begun(engine, { followUp });
  expect(await shown(engine, third)).toEqual([first]);
  // What was followed up with a decision holds no more.
  expect((await shown(engine, await begun(engine))).toSorted()).toEqual([first, third].toSorted());
  await engine.stop();
});

test('A14: designs start and end as usual when lessons can be neither kept nor read; missed ones are kept later, once, and go with their design', async () => {
  const topic = 'Which colour has the bicycle shed?';
  const { engine, log } = await startEngine({ store: { keepLesson: unavailable, lessons: unavailable } });
  const first = await begun(engine, { topic });
  expect(await shown(engine, first)).toEqual([]);
  const second = await begun(engine, { topic });
  expect(await shown(engine, second)).toEqual([]);
  expect((await engine.design(second))?.end?.status).toBe('completed');
  await engine.stop();
  const warned = log.events.map(({ event }) => event);
  expect(warned).toEqual(expect.arrayContaining(['lessons_unavailable', 'lesson_not_kept']));

  const { store } = workshop;
  expect(await store.withoutLesson(null, 10)).toEqual([first, second]);
  await keepMissedLessons({ store, log }, signal);
  const kept = await store.lessons([first, second]);
  expect(kept).toHaveLength(2);
  await keepMissedLessons({ store, log }, signal);
  expect(await store.lessons([first, second])).toEqual(kept);

  const { engine: later } = await startEngine();
  expect(await store.collect([first], Date.now() + 1)).toEqual([first]);
  expect(await shown(later, await begun(later, { topic }))).toEqual([second]);
  expect(await store.lessons([first])).toEqual([]);
  await later.stop();
});

test('A14: a rehearsal’s lesson is shown to rehearsals only, and they see nothing of others', async () => {
  const topic = 'Does the archive go to cold storage?';
  const { engine: rehearsing } = await startEngine();
  const rehearsed = await begun(rehearsing, { topic });
  expect(await shown(rehearsing, rehearsed)).toEqual([]);
  await rehearsing.stop();

  const { engine: real } = await startEngine({ parts: { rehearsal: false } });
  const held = await begun(real, { topic });
  expect(await shown(real, held)).toEqual([]);
  expect(await shown(real, await begun(real, { topic }))).toEqual([held]);
  await real.stop();

  const { engine: later } = await startEngine();
  expect(await shown(later, await begun(later, { topic }))).toEqual([rehearsed]);
});

test('A14: the daily upkeep keeps missed lessons, even if nothing is old enough to be collected', async () => {
  const { engine, log } = await startEngine({ store: { keepLesson: unavailable } });
  const id = await begun(engine, { topic: 'Which paint has the bridge?' });
  expect(await shown(engine, id)).toEqual([]);
  await engine.stop();
  const { store } = workshop;
  expect(await store.lessons([id])).toEqual([]);
  const { bundles, clock } = engine.parts;
  await upkeep({ store, bundles, clock, log }, 0, signal);
  expect(await store.lessons([id])).toMatchObject([{ designId: id, status: 'completed' }]);
});
