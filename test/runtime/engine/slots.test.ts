import { expect, test } from 'vitest';
import type { DesignId } from '../../../src/core/vocabulary/ids.ts';
import { Slots } from '../../../src/runtime/engine/slots.ts';
import { ownWorkshop } from './own-workshop.ts';
import { answering, begun, eventsUntil, isEnd } from './running-engine.ts';

const cancel = { type: 'cancel', by: 'ana', reason: '' } as const;

test('T7: a dozen designs of one person take half of the slots, and another person’s begins at once', async () => {
  const { startEngine } = await ownWorkshop();
  const { engine } = await startEngine({ parts: { capacity: 4, capacityPerPerson: 2 } });
  const steps = async (ids: readonly DesignId[]) =>
    Promise.all(ids.map(async (id) => (await engine.design(id))?.step));
  await engine.adoptDueDesigns();
  const running = [await answering(engine), await answering(engine)];
  const waiting: DesignId[] = [];
  for (let more = 0; more < 10; more += 1) waiting.push(await begun(engine));
  const other = await answering(engine, { startedBy: 'ben' });
  expect(new Set(await steps(waiting))).toEqual(new Set(['spawning']));
  expect(engine.isUsedUpBy({ thread: null, startedBy: 'ana' })).toBe(true);
  expect(engine.isUsedUpBy({ thread: null, startedBy: 'ben' })).toBe(false);

  const [first, second] = running;
  const [next] = waiting;
  if (first === undefined || second === undefined || next === undefined) throw new Error('none began');
  await engine.command(first, cancel).answered;
  // The one that waits longest, though a slot was free all the time.
  await eventsUntil(engine, next, isEnd);
  for (const id of [...waiting, second, other]) {
    await engine.command(id, cancel).answered;
    await engine.settled(id);
  }
});

test('one slot may be one person’s', async () => {
  const { startEngine } = await ownWorkshop();
  const { engine } = await startEngine({ parts: { capacity: 1, capacityPerPerson: 1 } });
  await engine.adoptDueDesigns();
  const first = await answering(engine);
  const second = await begun(engine);
  await engine.command(first, cancel).answered;
  await eventsUntil(engine, second, isEnd);
});

test('a slot that was assigned before its person was known is given back if they have enough', () => {
  let released = 0;
  const slots = new Slots({ capacity: 4, perPerson: 1 }, () => {
    released += 1;
  });
  const [first, second, third] = ['dsn_1', 'dsn_2', 'dsn_3'] as unknown as [DesignId, DesignId, DesignId];
  expect(slots.acquire(first, 'ana', 1)).toBeNull();
  for (const id of [second, third]) slots.assign(id);
  expect(slots.acquire(second, 'ana', 2)).toBe(2);
  expect(slots.acquire(third, 'ben', 3)).toBeNull();
  expect(slots).toMatchObject({ free: 2, passedOver: [second] });
  expect(released).toBe(1);
  // Hers is free: the earlier one of hers goes first, and the later one waits for it.
  slots.release(first);
  expect(slots.passedOver).toEqual([]);
  expect(slots.acquire(first, 'ana', 4)).toBe(4);
  slots.assign(second);
  expect(slots.acquire(second, 'ana', 5)).toBeNull();
  expect(slots.passedOver).toEqual([first]);
  slots.release(second);
  slots.nobodyWaits();
  expect(slots.acquire(first, 'ana', 6)).toBeNull();
});
