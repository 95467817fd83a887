import { expect, test } from 'vitest';
import type { DesignId } from '../../src/core/vocabulary/ids.ts';
import type { DesignSummary } from '../../src/ports/store.ts';
import { commitOf, inboxEntryOf, tracePartOf, turnRecordOf } from '../support/designs/commits.ts';
import { STARTED_AT, sampleEvents } from '../support/designs/events.ts';
import type { StoreUnderTest } from './store.ts';

export function storeCollection(subject: StoreUnderTest): void {
  const { at: _at, ...start } = sampleEvents.design_started;
  let turns = 300;

  /** A design with something in every table, ended at this moment and owned by nobody. */
  async function endedDesign(
    endedAt: number,
    summary: Partial<DesignSummary> = {},
  ): Promise<DesignId> {
    const designId = await subject.newDesign();
    turns += 1;
    const effect = { id: `${designId}/1.0`, effect: { type: 'write_files' } } as const;
    await subject.store.commit(
      commitOf(designId, {
        effects: [effect],
        turns: [turnRecordOf(designId, turns)],
        traces: [tracePartOf(1_000 + turns)],
        summary: { status: 'completed', endedAt, ...summary },
      }),
    );
    await subject.store.markEffects(designId, 1, [{ id: effect.id, state: 'done', receipt: '' }]);
    await subject.fleet.release({ designId, epoch: 1 }, null, 1);
    return designId;
  }
  const collectable = async (endedBefore: number, limit = 100) =>
    (await subject.store.collectable(endedBefore, limit)).map(({ id }) => id);

  test('P9: what ended before a moment is found, oldest first, and collected without a trace', async () => {
    const [later, earlier] = [await endedDesign(1_002), await endedDesign(1_001)];
    const recent = await endedDesign(1_003);
    expect(await collectable(1_003)).toEqual([earlier, later]);
    expect(await collectable(1_003, 1)).toEqual([earlier]);
    expect(await subject.store.collect([earlier, later, recent], 1_003)).toEqual(
      expect.arrayContaining([earlier, later]),
    );
    expect(await collectable(1_003)).toEqual([]);
    expect(await subject.store.summary(earlier)).toBeNull();
    expect(await subject.store.events(earlier, 0, 10)).toEqual([]);
    expect(await subject.store.turns(earlier)).toEqual([]);
    expect(await subject.store.traces(earlier)).toEqual([]);
    expect(await subject.store.mail(earlier)).toEqual({ entries: [], arrivals: 0 });
    expect(await subject.fleet.claim(earlier)).toBeNull();
    expect(await subject.store.summary(recent)).not.toBeNull();
    expect(await subject.store.events(recent, 0, 10)).toHaveLength(1);
    expect(await subject.store.collect([], 1_003)).toEqual([]);
    expect(await subject.store.collect([recent], 1_004)).toEqual([recent]);
  });

  test('P9: what is running, owned, waited for or run again by another stays, whichever daemon asks', async () => {
    const running = await subject.newDesign();
    await subject.store.commit(commitOf(running));
    const owned = await endedDesign(2_001);
    await subject.fleet.claim(owned);
    const written = await endedDesign(2_001);
    await subject.store.accept(inboxEntryOf(`late-${written}`, written));
    const promised = await subject.newDesign();
    const effect = { id: `${promised}/1.0`, effect: { type: 'write_files' } } as const;
    const ended = { status: 'completed', endedAt: 2_001 } as const;
    await subject.store.commit(commitOf(promised, { effects: [effect], summary: ended }));
    await subject.fleet.release({ designId: promised, epoch: 1 }, null, 1);
    const again = await endedDesign(2_001);
    const successor = await endedDesign(STARTED_AT, { successorOf: again });
    const soon = await endedDesign(2_001);
    const next = subject.newDesignId();
    const command = { ...start, type: 'start_design', designId: next, successorOf: soon } as const;
    await subject.store.accept({ ...inboxEntryOf(`retry-${soon}`, next), command });

    const all = [running, owned, written, promised, again, successor, soon];
    expect(await collectable(3_000)).toEqual([]);
    expect(await subject.store.collect(all, 3_000)).toEqual([]);
    for (const id of all) expect(await subject.store.events(id, 0, 10)).toHaveLength(1);
  });

  test('the last run of a daily work is the one that was stored last, each work by itself', async () => {
    const name = `work-${subject.newDesignId()}`;
    expect(await subject.store.lastRun(name)).toBeNull();
    await subject.store.keepRun(name, STARTED_AT);
    await subject.store.keepRun(name, STARTED_AT + 1);
    await subject.store.keepRun(`other ${name}`, 0);
    expect(await subject.store.lastRun(name)).toBe(STARTED_AT + 1);
    expect(await subject.store.lastRun(`other ${name}`)).toBe(0);
  });

  test('P9: stored responses are removed by their age', async () => {
    const key = `old-${subject.newDesignId()}`;
    await subject.store.rememberResponse(key, null, { status: 200, body: '{}' });
    await subject.store.forgetResponses(STARTED_AT - 1_000 * 24 * 3_600_000);
    expect(await subject.store.recallResponse(key)).not.toBeNull();
    expect(
      await subject.store.forgetResponses(STARTED_AT + 100_000 * 24 * 3_600_000),
    ).toBeGreaterThan(0);
    expect(await subject.store.recallResponse(key)).toBeNull();
  });
}
