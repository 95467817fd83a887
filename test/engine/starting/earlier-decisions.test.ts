import { expect, test } from 'vitest';
import type { Thread } from '#core/vocabulary/event-parts.ts';
import type { DesignId } from '#core/vocabulary/ids.ts';
import { findDesigns } from '#engine/starting/earlier-decisions.ts';
import { Fault } from '#foundation/fault.ts';
import { No } from '#foundation/no.ts';
import { takingAll } from '../../support/services/nobody-reads.ts';
import { type OwnWorkshop, ownWorkshop } from '../own-workshop.ts';
import { begun, eventsUntil, isEnd } from '../running-engine.ts';

/** A model is said to be there: rehearsals hand nothing on. */
const HELD = { parts: { rehearsal: false, chats: [takingAll('none')] } };

const inChannel = (channel: string): Thread => ({
  platform: 'none',
  channel,
  thread: '',
  starter: 'U1',
});
type Running = Awaited<ReturnType<OwnWorkshop['startEngine']>>['engine'];

/** What a design was shown, once it has ended. */
async function shown(engine: Running, id: DesignId): Promise<readonly DesignId[]> {
  const [first] = await eventsUntil(engine, id, isEnd);
  await engine.waitUntilSettled(id);
  const earlier = first?.event.type === 'design_started' ? first.event.earlier : undefined;
  return (earlier ?? []).map(({ designId }) => designId);
}

test('A14: a start is shown its place’s decisions on the question, but not what it follows up on', async () => {
  const { startEngine } = await ownWorkshop();
  const { engine } = await startEngine(HELD);
  const first = await begun(engine);
  expect(await shown(engine, first)).toEqual([]);
  const second = await begun(engine, { topic: 'The job queue: stay on Redis, or Postgres?' });
  expect(await shown(engine, second)).toEqual([first]);
  expect(await shown(engine, await begun(engine, { topic: 'Where do we keep invoices?' }))).toEqual(
    [],
  );
  expect(await shown(engine, await begun(engine, { thread: inChannel('C1') }))).toEqual([]);
  expect(await shown(engine, await begun(engine, { thread: inChannel('C1') }))).toHaveLength(1);
  expect(await shown(engine, await begun(engine, { thread: inChannel('C2') }))).toEqual([]);
  const followUp = { of: second, decision: 'Stay.' };
  expect(await shown(engine, await begun(engine, { followUp }))).toEqual([first]);
  await engine.stop();
});

test('J14: a declined decision is shown as declined, and a superseded one not at all', async () => {
  const { startEngine } = await ownWorkshop();
  const { engine } = await startEngine(HELD);
  const topic = 'Do we keep thumbnails in the bucket?';
  const first = await begun(engine, { topic });
  await shown(engine, first);
  const note = 'Not before March.';
  await engine.command(first, { type: 'judge_decision', verdict: 'declined', note, by: 'cem' })
    .answered;
  const second = await begun(engine, { topic });
  expect(await shown(engine, second)).toEqual([first]);
  expect((await engine.design(second))?.earlier).toMatchObject([
    { designId: first, isDeclined: true },
  ]);
  await engine.command(first, { type: 'supersede', successor: second }).answered;
  expect(await shown(engine, await begun(engine, { topic }))).toEqual([second]);
  await engine.stop();
});

test('A14: designs run as usual when earlier ones cannot be read, and nothing gone is shown', async () => {
  const { workshop, startEngine } = await ownWorkshop();
  const topic = 'Which colour has the bicycle shed?';
  const list: typeof workshop.store.list = (filter) =>
    filter.isDecided === true
      ? Promise.reject(new Fault('store_unavailable', 'The store cannot be reached.'))
      : workshop.store.list(filter);
  const { engine, log } = await startEngine({ ...HELD, store: { list } });
  const first = await begun(engine, { topic });
  expect(await shown(engine, first)).toEqual([]);
  const second = await begun(engine, { topic });
  expect(await shown(engine, second)).toEqual([]);
  expect((await engine.design(second))?.end?.status).toBe('completed');
  await engine.stop();
  expect(log.events.map(({ event }) => event)).toContain('earlier_decisions_unavailable');

  const { engine: later } = await startEngine(HELD);
  expect(await workshop.store.collect([first], Date.now() + 1)).toEqual([first]);
  expect(await shown(later, await begun(later, { topic }))).toEqual([second]);
  await later.stop();
});

test('A14: a rehearsal is shown to no start, is shown nothing, and is found by words', async () => {
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
  await real.stop();
  const { engine: later } = await startEngine();
  expect(await shown(later, await begun(later, { topic }))).toEqual([]);
  await later.stop();

  const reader = { listed: null, isPartial: false, mayRead: async () => true };
  const found = await findDesigns('cold storage', workshop.store, reader, { limit: 9 });
  expect(found.map(({ id }) => id)).toContain(rehearsed);
});

test('A14: a second run is shown what holds by then, and not the first run', async () => {
  const { startEngine } = await ownWorkshop();
  const { engine } = await startEngine(HELD);
  const topic = 'Which glass has the greenhouse?';
  const first = await begun(engine, { topic });
  expect(await shown(engine, first)).toEqual([]);
  const second = await begun(engine, { topic });
  await engine.command(second, { type: 'cancel', by: 'Ana', reason: '' }).answered;
  expect(await shown(engine, second)).toEqual([first]);
  const design = await engine.design(second);
  if (design === null) throw new Error('it is gone');
  const again = await engine.retry(design, 'Ana').answered;
  if (again instanceof No) throw new Error('it is not run again');
  expect(await shown(engine, again.design.id)).toEqual([first]);
  await engine.stop();
});
