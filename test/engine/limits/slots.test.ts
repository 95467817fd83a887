import { expect, test } from 'vitest';
import type { DesignId } from '#core/vocabulary/ids.ts';
import { countAs } from '#engine/limits/counted.ts';
import { Slots } from '#engine/limits/slots.ts';
import { given } from '../../support/designs/given.ts';
import { ownWorkshop } from '../own-workshop.ts';
import { answering, begun, eventsUntil, isEnd } from '../running-engine.ts';

const person = (name: string) => countAs({ rehearsal: false, id: '', name });
const cancel = { type: 'cancel', by: 'ana', reason: '' } as const;

test('T7: a dozen designs of one person take half of the slots, and another person’s begins at once', async () => {
  const { startEngine } = await ownWorkshop();
  const { engine } = await startEngine({
    parts: { capacity: 4, capacityPerPerson: 2, rehearsal: false },
  });
  const steps = async (ids: readonly DesignId[]) =>
    Promise.all(ids.map(async (id) => (await engine.design(id))?.step));
  await engine.adoptDueDesigns();
  const running = [await answering(engine), await answering(engine)];
  const waiting: DesignId[] = [];
  for (let more = 0; more < 10; more += 1) waiting.push(await begun(engine));
  const other = await answering(engine, { startedBy: 'ben' });
  expect(new Set(await steps(waiting))).toEqual(new Set(['spawning']));

  const [first, second] = running;
  const [next] = waiting;
  if (first === undefined || second === undefined || next === undefined)
    throw new Error('none began');
  await engine.command(first, cancel).answered;
  // The one that waits longest, though a slot was free all the time.
  await eventsUntil(engine, next, isEnd);
  for (const id of [...waiting, second, other]) {
    await engine.command(id, cancel).answered;
    await engine.waitUntilSettled(id);
  }
});

test('one slot may be one person’s', async () => {
  const { startEngine } = await ownWorkshop();
  const { engine } = await startEngine({
    parts: { capacity: 1, capacityPerPerson: 1, rehearsal: false },
  });
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
  const [first, second, third] = ['dsn_1', 'dsn_2', 'dsn_3'] as unknown as [
    DesignId,
    DesignId,
    DesignId,
  ];
  expect(slots.acquire(first, person('ana'), 1)).toBeNull();
  for (const id of [second, third]) slots.assign(id);
  expect(slots.acquire(second, person('ana'), 2)).toBe(2);
  expect(slots.acquire(third, person('ben'), 3)).toBeNull();
  expect(slots).toMatchObject({ free: 2, designsToPassOver: [second] });
  expect(released).toBe(1);
  // Hers is free: the earlier one of hers goes first, and the later one waits for it.
  slots.release(first);
  expect(slots.designsToPassOver).toEqual([]);
  expect(slots.acquire(first, person('ana'), 4)).toBe(4);
  slots.assign(second);
  expect(slots.acquire(second, person('ana'), 5)).toBeNull();
  expect(slots.designsToPassOver).toEqual([first]);
  slots.release(second);
  slots.nobodyWaits();
  expect(slots.acquire(first, person('ana'), 6)).toBeNull();
});

test('A22: a token may have three people’s slots, and leaves one to others', () => {
  const slots = new Slots({ capacity: 4, perPerson: 2 }, () => undefined);
  const team = countAs({ rehearsal: false, token: 'team', id: '', name: 'ana' });
  const ids = ['dsn_1', 'dsn_2', 'dsn_3', 'dsn_4'] as unknown as DesignId[];
  const waits = ids.map((id) => slots.acquire(id, team, 1) !== null);
  expect(waits).toEqual([false, false, false, true]);
  expect(slots.free).toBe(1);
});

test('a design that waits for a slot is shown with its wait, and one that has ended without', () => {
  const slots = new Slots({ capacity: 2, perPerson: 1 }, () => undefined);
  const [first, second] = [given().design, { ...given().design, id: 'dsn_2' as DesignId }];
  slots.acquire(first.id, person('ana'), 1);
  slots.acquire(second.id, person('ana'), 2);
  expect(slots.addSlotWait(first)).toBe(first);
  expect(slots.addSlotWait(second)).toEqual({
    ...second,
    slotWait: { since: 2, isForTheirOwn: true },
  });
  const cancelled = given();
  cancelled.cancels();
  const ended = { ...second, end: cancelled.design.end };
  expect(slots.addSlotWait(ended)).toBe(ended);
});
