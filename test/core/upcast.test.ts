import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DesignEvent } from '../../src/core/events.ts';
import { replay } from '../../src/core/evolve.ts';
import { decidedIn } from '../../src/core/synthesis/decided.ts';
import { upcast } from '../../src/core/upcast.ts';
import { verifyChain } from '../../src/runtime/chain.ts';
import type { StoredEvent } from '../../src/runtime/ports/store.ts';
import { sampleEvents } from '../support/events.ts';

/** One whole design, recorded by the code of its time, for each shape that events have had. */
const STREAMS = join(import.meta.dirname, 'streams');
const shapes = readdirSync(STREAMS).toSorted();

function streamOf(shape: string): { seq: number; event: unknown; hash: string }[] {
  const lines = readFileSync(join(STREAMS, shape), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line));
}

function present(shape: string): StoredEvent[] {
  return streamOf(shape).map(({ event, ...rest }) => ({
    ...rest,
    event: DesignEvent.parse(upcast(event)),
    recorded: event,
  }));
}

test.each(shapes)('P6: events of %s are read as events of today, and come to the same end', (shape) => {
  const design = replay(present(shape).map(({ event }) => event));
  expect(design?.end).toMatchObject({ status: 'completed', stoppedBecause: 'finished' });
  expect(design?.version).toBe(streamOf(shape).length);
  expect(design?.participants.every(({ sessions }) => sessions.at(-1)?.process !== undefined)).toBe(true);
});

test.each(shapes)('P8: the chain of %s is over what was recorded, and holds', (shape) => {
  expect(verifyChain(present(shape))).toMatchObject({ ok: true });
  const changed = present(shape).map((stored) =>
    stored.seq === 9 ? { ...stored, recorded: { ...stored.event, at: 1 } } : stored,
  );
  expect(verifyChain(changed)).toMatchObject({ ok: false, seq: 9 });
});

test('P6: shape 5 is refused as it is, so that it takes the upcast to read it', () => {
  const refused = streamOf('shape-5.jsonl').filter(({ event }) => !DesignEvent.safeParse(event).success);
  expect(new Set(refused.map(({ event }) => DesignEvent.parse(upcast(event)).type))).toEqual(
    new Set(['round_opened', 'position_argued', 'divergence_settled']),
  );
});

test('P6: in shape 5 a round was about one difference, a cause stood in free words, and no person settled one', () => {
  const events = present('shape-5.jsonl').map(({ event }) => event);
  const rounds = events.filter((event) => event.type === 'round_opened' && event.points.length > 0);
  expect(rounds.length).toBeGreaterThan(0);
  for (const round of rounds)
    expect(round).toMatchObject({ points: [{ divergences: [expect.any(String)] }, expect.anything()] });
  expect(upcast({ type: 'position_argued', changedBecause: ' B-2 ', participant: 'subtractor' })).toEqual({
    type: 'position_argued',
    strongest: '',
    changedBy: ['B-2'],
    participant: 'subtractor',
  });
  expect(events.find(({ type }) => type === 'divergence_settled')).toMatchObject({ person: '' });
});

test('P6: in shape 5 what was signed is the text that stands', () => {
  const design = replay(present('shape-5.jsonl').map(({ event }) => event));
  if (design === null) throw new Error('no design');
  const sha256 = decidedIn(design)?.sha256 ?? '';
  expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(design.signatures.map((signature) => signature.sha256)).toEqual([sha256, sha256]);
});

test('P6: an event of today needs no upcast, and nothing but an earlier event is changed', () => {
  for (const event of Object.values(sampleEvents)) expect(upcast(event)).toBe(event);
  for (const event of shapes.flatMap((shape) => present(shape).map(({ event }) => event))) {
    expect(upcast(event)).toBe(event);
  }
  for (const other of [null, 7, 'session_ready', [], {}, { type: 'nothing' }])
    expect(upcast(other)).toBe(other);
});
