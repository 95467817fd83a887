import { expect, test } from 'vitest';
import type { DesignId } from '../../src/core/vocabulary/ids.ts';
import type { ReadableDesigns } from '../../src/ports/store.ts';
import { chainEvents, commitOf, inboxEntryOf } from '../support/designs/commits.ts';
import { STARTED_AT, sampleEvents } from '../support/designs/events.ts';
import type { StoreUnderTest } from './store.ts';

export function storeViews(subject: StoreUnderTest): void {
  test('A13: events are read from a number on, in order, in pages without gaps or repeats', async () => {
    const designId = await subject.newDesign();
    const events = chainEvents(Array.from({ length: 25 }, () => sampleEvents.tool_invoked));
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

  test('lists are newest first, by status or ended alone, in pages', async () => {
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
    if (fourth !== undefined) {
      const told = { decision: 'It stays.' };
      const ended = { status: 'cancelled', endedAt: STARTED_AT, ...told } as const;
      await subject.store.commit(commitOf(fourth, { expectedVersion: 1, summary: ended }));
      expect(await listed({ limit: 1, isEnded: true })).toEqual([fourth]);
      expect(await listed({ limit: 1, isDecided: true })).toEqual([fourth]);
    }
    if (third !== undefined)
      expect(await listed({ limit: 2, before: third })).toEqual([second, first]);
    expect(await listed({ limit: 3, status: 'needs_review' })).toEqual([fifth, third, first]);
    if (fifth !== undefined) {
      expect(await listed({ limit: 1, status: 'needs_review', before: fifth })).toEqual([third]);
    }
  });

  test('A18: a list has what somebody may read, by channels, starter and designs without a thread, in full pages', async () => {
    const at = (channel: string, starter: string, platform = 'slack') => ({
      thread: { platform, channel, thread: '1.1', starter },
    });
    const own = subject.newDesignId();
    const summaries = [
      at('R1', 'R-ana'),
      at('R2', 'R-ben'),
      at('R1', 'R-ben', 'discord'),
      { thread: null, topic: 'R' },
      { thread: null, topic: 'R', followUpOf: own },
      at('R3/x', 'R-cleo'),
    ];
    const ids: DesignId[] = [];
    for (const summary of summaries) {
      const id = await subject.newDesign();
      ids.push(id);
      await subject.store.commit(commitOf(id, { summary }));
    }
    const listed = async (readable: ReadableDesigns, limit = 1_000) =>
      (await subject.store.list({ readable, limit }))
        .map(({ id }) => ids.indexOf(id))
        .filter((index) => index >= 0);
    const nothing = { channels: [] };
    expect(await listed(nothing)).toEqual([]);
    expect(await listed({ ...nothing, channels: ['slack/R1'] })).toEqual([0]);
    expect(await listed({ ...nothing, channels: ['slack/R1', 'discord/R1', 'slack/R2'] })).toEqual([
      2, 1, 0,
    ]);
    expect(await listed({ ...nothing, channels: ['slack/R3/x', 'R1', 'slack', '/R1'] })).toEqual([
      5,
    ]);
    expect(await listed({ ...nothing, channels: ["slack/R1') or 1=1 --"] })).toEqual([]);
    const starter = { platform: 'slack', id: 'R-ben' };
    expect(await listed({ ...nothing, channels: ['slack/R1'], starter })).toEqual([1, 0]);
    expect(await listed({ ...nothing, channels: ['slack/R1', 'slack/R2'] }, 1)).toEqual([1]);
  });

  test('P1: all that a list shows of a design comes back, also what a later commit adds', async () => {
    const designId = await subject.newDesign();
    const start = { rehearsal: false, followUpOf: subject.newDesignId() };
    await subject.store.commit(commitOf(designId, { summary: start }));
    const outcome = { decision: 'Keep Redis.', standing: 'decided' } as const;
    const ended = { ...start, ...outcome, status: 'completed', endedAt: STARTED_AT } as const;
    const commit = commitOf(designId, { expectedVersion: 1, summary: ended });
    await subject.store.commit(commit);
    expect(await subject.store.list({ limit: 1 })).toEqual([commit.summary]);
    const since = { ...ended, standing: 'declined' } as const;
    const judged = commitOf(designId, { expectedVersion: commit.summary.version, summary: since });
    await subject.store.commit(judged);
    expect(await subject.store.list({ limit: 1 })).toEqual([judged.summary]);
  });

  test('a design whose start was only accepted is shown nowhere', async () => {
    const designId = subject.newDesignId();
    await subject.store.accept(inboxEntryOf(`unseen-${designId}`, designId));
    expect(await subject.store.summary(designId)).toBeNull();
    expect((await subject.store.list({ limit: 1_000 })).map(({ id }) => id)).not.toContain(
      designId,
    );
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
