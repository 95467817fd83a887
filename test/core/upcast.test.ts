import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DesignEvent } from '../../src/core/events.ts';
import { replay } from '../../src/core/evolve.ts';
import { isPause } from '../../src/core/status.ts';
import { upcast } from '../../src/core/upcast.ts';
import { verifyChain } from '../../src/runtime/chain.ts';
import type { StoredEvent } from '../../src/runtime/ports/store.ts';

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

test('P6: shape 1 is refused as it is, so that it takes the upcast to read it', () => {
  const refused = streamOf('shape-1.jsonl').filter(({ event }) => !DesignEvent.safeParse(event).success);
  expect(refused.length).toBeGreaterThan(0);
  for (const { event } of refused) expect(event).toMatchObject({ type: 'session_ready' });
});

test('P6: in shape 2 a thread did not know who had started its design; in shape 3 it does', () => {
  const [started] = streamOf('shape-3.jsonl').map(({ event }) => DesignEvent.parse(event));
  if (started?.type !== 'design_started' || started.thread === null) throw new Error('no thread');
  const { starter, ...before } = started.thread;
  expect(starter).not.toBe('');
  const old = { ...started, thread: before };
  expect(DesignEvent.safeParse(old).success).toBe(false);
  expect(upcast(old)).toEqual({ ...started, thread: { ...started.thread, starter: '' } });
});

test('P6: what people have changed or taken back is in shape 3, and adds up', () => {
  const design = replay(present('shape-3.jsonl').map(({ event }) => event));
  expect(design?.replies.map(({ text }) => text)).toEqual([
    'Q1: In April, and again in June.',
    'Attached file tried.md:\n\nQ2: Cleo has, up to the scheduler.',
  ]);
});

test('P6: shape 4 may say that a design pauses, which all before it leave out, and a pause adds up', () => {
  for (const shape of shapes) {
    const design = replay(present(shape).map(({ event }) => event));
    const isNew = shape === 'shape-4.jsonl';
    expect(design?.settings.threadGone).toBe(isNew ? 'pause' : undefined);
    expect(design?.gates.filter(isPause).map(({ decision }) => decision?.choice)).toEqual(
      isNew ? ['accept'] : [],
    );
  }
});

test('P6: the newest shape needs no upcast, and nothing but an earlier event is changed', () => {
  for (const { event } of streamOf(shapes.at(-1) ?? '')) expect(upcast(event)).toBe(event);
  for (const other of [null, 7, 'session_ready', [], {}, { type: 'nothing' }])
    expect(upcast(other)).toBe(other);
});
