import { expect, test } from 'vitest';
import type { Thread } from '../../src/core/vocabulary/event-parts.ts';
import type { DesignId } from '../../src/core/vocabulary/ids.ts';
import { findLessons, keepMissedLessons, lessonsAgain } from '../../src/engine/starting/lessons.ts';
import { Fault } from '../../src/foundation/fault.ts';
import { upkeep } from '../../src/record/collection.ts';
import { type OwnWorkshop, ownWorkshop } from './own-workshop.ts';
import { begun, eventsUntil, isEnd } from './running-engine.ts';

/** A model is said to be there: rehearsals teach nothing. */
const HELD = { parts: { rehearsal: false } };
const { signal } = new AbortController();

const inChannel = (channel: string): Thread => ({ platform: 'none', channel, thread: '', starter: 'U1' });
type Running = Awaited<ReturnType<OwnWorkshop['startEngine']>>['engine'];

/** What a design was shown, once it has ended and all that its end leaves behind is kept. */
async function shown(engine: Running, id: DesignId): Promise<readonly DesignId[]> {
  const [first] = await eventsUntil(engine, id, isEnd);
  await engine.settled(id);
  const lessons = first?.event.type === 'design_started' ? first.event.lessons : undefined;
  return (lessons ?? []).map(({ designId }) => designId);
}

const unavailable = () => Promise.reject(new Fault('store_unavailable', 'The lessons cannot be reached.'));

test('A14: a design’s lesson is kept at its end and shown to similar ones, in its own place only', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const { engine } = await startEngine(HELD);
  const first = await begun(engine);
  expect(await shown(engine, first)).toEqual([]);
  expect(await workshop.store.lessons([first])).toMatchObject([
    { lesson: { designId: first, status: 'completed' }, dismissed: null },
  ]);

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

test('J14: a decision that people have declined is shown as declined, and one that is superseded elsewhere not at all', async () => {
  const { startEngine } = await ownWorkshop();
  const { engine } = await startEngine(HELD);
  const topic = 'Do we keep thumbnails in the bucket?';
  const first = await begun(engine, { topic });
  await shown(engine, first);
  const note = 'Not before March.';
  await engine.command(first, { type: 'judge_decision', verdict: 'declined', note, by: 'cem' }).answered;
  const second = await begun(engine, { topic });
  expect(await shown(engine, second)).toEqual([first]);
  const [lesson] = (await engine.design(second))?.lessons ?? [];
  expect(lesson).toMatchObject({ designId: first, declined: true });
  expect(lesson?.failed[0]).toMatch(/^Declined by cem on .*: “Not before March\.”$/);

  const supersede = { type: 'supersede', successor: second } as const;
  await engine.command(first, supersede).answered;
  expect(await shown(engine, await begun(engine, { topic }))).toEqual([second]);
  await engine.stop();
});

test('A14: designs start and end as usual when lessons can be neither kept nor read; missed ones are kept later, once, and go with their design', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const topic = 'Which colour has the bicycle shed?';
  const store = { keepLesson: unavailable, lessons: unavailable };
  const { engine, log } = await startEngine({ ...HELD, store });
  const first = await begun(engine, { topic });
  expect(await shown(engine, first)).toEqual([]);
  const second = await begun(engine, { topic });
  expect(await shown(engine, second)).toEqual([]);
  expect((await engine.design(second))?.end?.status).toBe('completed');
  await engine.stop();
  const warned = log.events.map(({ event }) => event);
  expect(warned).toEqual(expect.arrayContaining(['lessons_unavailable', 'lesson_not_kept']));

  const all = workshop.store;
  expect(await all.withoutLesson(null, 10)).toEqual([first, second]);
  await keepMissedLessons({ store: all, log }, signal);
  const kept = await all.lessons([first, second]);
  expect(kept).toHaveLength(2);
  await keepMissedLessons({ store: all, log }, signal);
  expect(await all.lessons([first, second])).toEqual(kept);

  const { engine: later } = await startEngine(HELD);
  expect(await all.collect([first], Date.now() + 1)).toEqual([first]);
  expect(await shown(later, await begun(later, { topic }))).toEqual([second]);
  expect(await all.lessons([first])).toEqual([]);
  await later.stop();
});

test('A14: a rehearsal’s lesson is shown to nobody, and a rehearsal is shown none', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const topic = 'Does the archive go to cold storage?';
  const { engine: rehearsing } = await startEngine();
  const rehearsed = await begun(rehearsing, { topic });
  expect(await shown(rehearsing, rehearsed)).toEqual([]);
  await rehearsing.stop();

  const { engine: real } = await startEngine(HELD);
  const held = await begun(real, { topic });
  expect(await shown(real, held)).toEqual([]);
  expect(await shown(real, await begun(real, { topic }))).toEqual([held]);
  expect(await findLessons('cold storage', 9, workshop.store, {})).not.toContainEqual(
    expect.objectContaining({ designId: rehearsed }),
  );
  await real.stop();

  const { engine: later } = await startEngine();
  expect(await shown(later, await begun(later, { topic }))).toEqual([]);
  await later.stop();
});

test('A14: a dismissed lesson surfaces nowhere: in no start, no search and no second run', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const topic = 'Which glass has the greenhouse?';
  const { engine, log } = await startEngine(HELD);
  const { store } = workshop;
  const first = await begun(engine, { topic });
  expect(await shown(engine, first)).toEqual([]);
  const second = await begun(engine, { topic });
  expect(await shown(engine, second)).toEqual([first]);
  const found = async () => (await findLessons('greenhouse', 9, store, {})).map(({ designId }) => designId);
  expect(await found()).toEqual([second, first]);

  expect(await store.dismissLesson(first, { at: 1, by: 'Ana' })).toBe(true);
  expect(await found()).toEqual([second]);
  expect(await shown(engine, await begun(engine, { topic }))).toEqual([second]);
  const design = await engine.design(second);
  if (design === null) throw new Error('it is gone');
  expect(design.lessons).toHaveLength(1);
  expect(await lessonsAgain(design, { store, log })).toEqual([]);
  expect(await lessonsAgain(design, { store: { ...store, lessons: unavailable }, log })).toEqual([]);
  await engine.stop();
});

test('A14: the daily upkeep keeps missed lessons, even if nothing is old enough to be collected', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const { engine, log } = await startEngine({ ...HELD, store: { keepLesson: unavailable } });
  const id = await begun(engine, { topic: 'Which paint has the bridge?' });
  expect(await shown(engine, id)).toEqual([]);
  await engine.stop();
  const { store } = workshop;
  expect(await store.lessons([id])).toEqual([]);
  const { bundles, clock } = engine.parts;
  await upkeep({ store, bundles, clock, log }, 0, signal);
  expect(await store.lessons([id])).toMatchObject([{ lesson: { designId: id, status: 'completed' } }]);
});
