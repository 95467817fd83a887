import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DesignEvent } from '../../src/core/events.ts';
import { replay } from '../../src/core/evolve.ts';
import { isPause } from '../../src/core/status.ts';
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

test('P6: shape 1 is refused as it is, so that it takes the upcast to read it', () => {
  const refused = streamOf('shape-1.jsonl').filter(({ event }) => !DesignEvent.safeParse(event).success);
  expect(refused.map(({ event }) => event)).toContainEqual(
    expect.objectContaining({ type: 'session_ready' }),
  );
});

test('P6: in shape 2 a thread did not know who had started its design; in shape 3 it does', () => {
  const started = DesignEvent.parse(streamOf('shape-3.jsonl')[0]?.event);
  if (started.type !== 'design_started' || started.thread === null) throw new Error('no thread');
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

test('P6: in shape 4 agreements were sentences, and a position was known by who held it alone', () => {
  const map = streamOf('shape-4.jsonl').find(({ event }) =>
    JSON.stringify(event).includes('divergences_mapped'),
  );
  expect(DesignEvent.safeParse(map?.event).success).toBe(false);
  const design = replay(present('shape-4.jsonl').map(({ event }) => event));
  expect(design?.agreements[0]).toEqual({ statement: expect.any(String), claims: [] });
  for (const { positions } of design?.divergences ?? []) {
    for (const position of positions)
      expect(position).toMatchObject({ claims: [], holders: [expect.any(String)] });
  }
});

test('P6: until shape 4 a brief that nobody had signed came last; it is read as a revision without a hash', () => {
  for (const shape of shapes.slice(0, 4)) {
    const design = replay(present(shape).map(({ event }) => event));
    if (design === null) throw new Error('no design');
    const decided = decidedIn(design);
    expect(decided?.sha256).toBe('');
    expect(decided?.decision.sentence).toContain('take the first step only');
    expect(decided?.decision.steps.length).toBeGreaterThan(0);
    expect(decided?.accounts.length).toBeGreaterThan(0);
    expect(design.signatures.length).toBeGreaterThan(1);
    expect(design.signatures.every(({ sha256 }) => sha256 === '')).toBe(true);
  }
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

test('P6: in shape 4 a citation was one text that nobody had checked, in proposals, carried ones and findings', () => {
  const claims = [{ kind: 'reason', text: 'So it is.', citation: 'ops/load.md:12@4f2a9c1' }];
  const present = {
    kind: 'reason',
    about: '',
    stance: 'neither',
    text: 'So it is.',
    citation: { place: 'ops/load.md:12@4f2a9c1', quote: '' },
  };
  const sealed = { participant: 'subtractor', proposal: { headline: 'h', claims }, sha256: 'a' };
  const now = { ...sealed, proposal: { headline: 'h', claims: [present] }, citations: [] };
  expect(upcast({ type: 'proposal_sealed', ...sealed })).toEqual({ type: 'proposal_sealed', ...now });
  expect(upcast({ type: 'design_started', carried: { proposals: [sealed], replies: [] } })).toMatchObject({
    carried: { proposals: [now] },
  });
  expect(upcast({ type: 'audit_submitted', audit: { findings: [{ text: 'f' }] } })).toEqual({
    type: 'audit_submitted',
    audit: { findings: [{ text: 'f', citation: { place: '', quote: '' } }] },
    citations: [],
  });
});
