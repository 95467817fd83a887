import { expect, test } from 'vitest';
import { EventPage } from '#adapters/store/records/event-page.ts';
import type { FoundEvent } from '#adapters/store/records/known-events.ts';
import { ChainBrokenFault } from '#foundation/fault.ts';
import { chainEvents } from '../../support/designs/commits.ts';
import { designIdOf, sampleEvents } from '../../support/designs/events.ts';

const stored = chainEvents([sampleEvents.design_started, sampleEvents.design_ended]);
const rows: readonly FoundEvent[] = stored.map(({ seq, event, hash }) => {
  return { seq, type: event.type, payload: JSON.stringify(event), hash };
});

function read(designId: string, found: readonly FoundEvent[] = rows) {
  const page = new EventPage(designId, 0, { version: rows.length, setAside: null, before: null });
  return found.map((row) => page.take(row));
}

/** Read as often as it takes to be kept. */
function keptDesign(number: number): string {
  const designId = designIdOf(number);
  for (let time = 0; time < 2; time += 1) expect(read(designId)).toEqual(stored);
  return designId;
}

test('events with the same text as at the second reading are neither parsed nor hashed again', () => {
  const designId = designIdOf(101);
  const [first, second, third] = [read(designId), read(designId), read(designId)];
  expect(third).toEqual(stored);
  expect(second[0]).not.toBe(first[0]);
  expect(third[0]).toBe(second[0]);
  expect(third[1]).toBe(second[1]);
});

test('the same events of another design are checked anew', () => {
  const [kept] = read(keptDesign(102));
  expect(read(designIdOf(103))[0]).not.toBe(kept);
});

test.each<[string, (row: FoundEvent) => Partial<FoundEvent>]>([
  ['text', ({ payload }) => ({ payload: payload.replace('"terminal"', '"somebody"') })],
  ['hash', () => ({ hash: 'f'.repeat(64) })],
  ['type', () => ({ type: 'design_ended' })],
])('P11: a known event with another %s is refused', (_, change) => {
  const designId = keptDesign(104);
  const [first, second] = rows as [FoundEvent, FoundEvent];
  expect(() => read(designId, [{ ...first, ...change(first) }, second])).toThrow(ChainBrokenFault);
  expect(read(designId)).toEqual(stored);
});

test('P11: a known event after another one than before is refused', () => {
  const designId = keptDesign(105);
  const other = { ...sampleEvents.design_started, topic: 'Another topic?' };
  const [first] = chainEvents([other]);
  if (first === undefined) throw new Error('no event');
  const changed = { seq: 1, type: other.type, payload: JSON.stringify(other), hash: first.hash };
  expect(() => read(designId, [changed, rows[1] as FoundEvent])).toThrow(ChainBrokenFault);
});

test('a text with other spaces has the same hash, and is checked by it', () => {
  const designId = keptDesign(106);
  const spaced = rows.map((row) => ({ ...row, payload: ` ${row.payload}` }));
  expect(read(designId, spaced)).toEqual(stored);
});

test('a design too large to be kept whole puts no other out, and its events stay known', () => {
  const kept = keptDesign(110);
  const before = read(kept);
  const large = Array.from({ length: 400 }, (_, index) => ({
    ...sampleEvents.design_started,
    topic: `${index} `.padEnd(4_000, 'long '),
  }));
  const stored = chainEvents(large);
  const found = stored.map(({ seq, event, hash }) => ({
    ...{ seq, type: event.type, hash },
    payload: JSON.stringify(event),
  }));
  const readLarge = () => {
    const page = new EventPage(designIdOf(111), 0, {
      ...{ version: found.length, setAside: null, before: null },
    });
    return found.map((row) => page.take(row));
  };
  const [, second, third] = [readLarge(), readLarge(), readLarge()];
  expect(third).toEqual(stored);
  expect(third.filter((event, index) => event === second?.[index])).not.toHaveLength(0);
  expect(third.filter((event, index) => event === second?.[index])).not.toHaveLength(400);
  expect(read(kept)[0]).toBe(before[0]);
});
