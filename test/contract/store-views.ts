import { expect, test } from 'vitest';
import type { DesignEvent } from '../../src/core/events.ts';
import { evolve } from '../../src/core/evolve.ts';
import { commitOf, inboxEntryOf, storedEvents } from '../support/commits.ts';
import { STARTED_AT, sampleEvents } from '../support/events.ts';
import type { StoreUnderTest } from './store.ts';

const design = evolve(null, sampleEvents.design_started);

export function storeViews(subject: StoreUnderTest): void {
  test('A13: events are read from a number on, in order, in pages without gaps or repeats', async () => {
    const designId = await subject.newDesign();
    const events = storedEvents(Array.from({ length: 25 }, () => sampleEvents.tool_invoked));
    await subject.store.commit(commitOf(designId, { events }));
    await subject.store.commit(commitOf(await subject.newDesign()));
    const seen: number[] = [];
    for (let since = 0; seen.length < 25; since = seen.at(-1) ?? 0) {
      const page = await subject.store.events(designId, since, 10);
      expect(page.length).toBeGreaterThan(0);
      seen.push(...page.map(({ seq }) => seq));
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => n + 1));
    expect(await subject.store.events(designId, 25, 10)).toEqual([]);
    expect(await subject.store.events(subject.newDesignId(), 0, 10)).toEqual([]);
  });

  test('the row for lists is the one of the last commit', async () => {
    const designId = await subject.newDesign();
    const predecessor = subject.newDesignId();
    await subject.store.commit(commitOf(designId, { summary: { successorOf: predecessor } }));
    const ended = {
      status: 'completed',
      phase: 'synthesis',
      step: 'writing',
      endedAt: STARTED_AT + 60_000,
      successorOf: predecessor,
    } as const;
    const commit = commitOf(designId, { expectedVersion: 1, summary: ended });
    await subject.store.commit(commit);
    expect(await subject.store.summary(designId)).toEqual(commit.summary);
  });

  test('lists are newest first, by status, in pages', async () => {
    const ids = [];
    for (let n = 0; n < 5; n += 1) ids.push(await subject.newDesign());
    for (const [n, id] of ids.entries()) {
      await subject.store.commit(
        commitOf(id, { summary: { status: n % 2 === 0 ? 'needs_review' : 'cancelled' } }),
      );
    }
    const [first, second, third, fourth, fifth] = ids;
    const listed = async (filter: Parameters<typeof subject.store.list>[0]) =>
      (await subject.store.list(filter)).map(({ id }) => id);
    expect(await listed({ limit: 3 })).toEqual([fifth, fourth, third]);
    if (third !== undefined) expect(await listed({ limit: 2, before: third })).toEqual([second, first]);
    expect(await listed({ limit: 3, status: 'needs_review' })).toEqual([fifth, third, first]);
    if (fifth !== undefined) {
      expect(await listed({ limit: 1, status: 'needs_review', before: fifth })).toEqual([third]);
    }
  });

  test('a list says which designs were rehearsals', async () => {
    const [played, real] = [await subject.newDesign(), await subject.newDesign()];
    const start = { ...sampleEvents.design_started, rehearsal: false };
    await subject.store.commit(commitOf(played));
    await subject.store.commit(commitOf(real, { events: storedEvents([start]) }));
    const listed = await subject.store.list({ limit: 2 });
    expect(listed.map(({ id, rehearsal }) => [id, rehearsal])).toEqual([
      [real, false],
      [played, true],
    ]);
  });

  test('a list gives the sentence of the newest text of a decision, of designs that ended with one', async () => {
    const { composite_submitted: composed, revision_submitted: revised } = sampleEvents;
    const decidedAs = async (status: 'completed' | 'cancelled', events: readonly DesignEvent[]) => {
      const id = await subject.newDesign();
      await subject.store.commit(
        commitOf(id, { summary: { status }, events: storedEvents([sampleEvents.design_started, ...events]) }),
      );
    };
    const { sentence } = composed.composite.decision;
    const newer = {
      ...revised.revision,
      decision: { ...revised.revision.decision, sentence: 'The newer one.' },
    };
    await decidedAs('completed', [composed]);
    await decidedAs('completed', [composed, { ...revised, revision: newer }]);
    await decidedAs('completed', []);
    await decidedAs('cancelled', [composed]);
    const listed = await subject.store.list({ limit: 4 });
    expect(listed.map(({ decision }) => decision)).toEqual([null, null, 'The newer one.', sentence]);
  });

  test('a design whose start was only accepted is shown nowhere', async () => {
    const designId = subject.newDesignId();
    await subject.store.accept(inboxEntryOf(`unseen-${designId}`, designId));
    expect(await subject.store.summary(designId)).toBeNull();
    expect((await subject.store.list({ limit: 1_000 })).map(({ id }) => id)).not.toContain(designId);
  });

  test('C18: a snapshot comes back to the code that made it, and an older one replaces no newer', async () => {
    const designId = await subject.newDesign();
    expect(await subject.store.snapshot(designId, 'fold-1')).toBeNull();
    const snapshot = { version: 20, hash: 'a'.repeat(64), design };
    await subject.store.keepSnapshot(designId, 'fold-1', snapshot);
    await subject.store.keepSnapshot(designId, 'fold-1', { ...snapshot, version: 10 });
    expect(await subject.store.snapshot(designId, 'fold-1')).toEqual(snapshot);
    expect(await subject.store.snapshot(designId, 'fold-2')).toBeNull();
    await subject.store.keepSnapshot(designId, 'fold-2', { ...snapshot, version: 15 });
    expect(await subject.store.snapshot(designId, 'fold-1')).toBeNull();
    expect(await subject.store.snapshot(designId, 'fold-2')).toMatchObject({ version: 15 });
  });

  test('a snapshot of a design that is not there leaves nothing', async () => {
    const designId = subject.newDesignId();
    await subject.store.keepSnapshot(designId, 'fold-1', { version: 1, hash: '', design });
    expect(await subject.store.snapshot(designId, 'fold-1')).toBeNull();
  });

  test('A8: a design that runs another again is found from that one', async () => {
    const [first, second] = [await subject.newDesign(), await subject.newDesign()];
    await subject.store.commit(commitOf(first));
    expect(await subject.store.successor(first)).toBeNull();
    await subject.store.commit(commitOf(second, { summary: { successorOf: first } }));
    expect(await subject.store.successor(first)).toBe(second);
  });

  test('a store that takes writes says so, again and again', async () => {
    await subject.store.ping();
    await subject.store.ping();
  });
}
