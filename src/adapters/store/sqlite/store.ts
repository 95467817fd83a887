import type { DesignId } from '../../../core/vocabulary/ids.ts';
import { type EffectMark, MAX_HELD_STARTS, type Store } from '../../../runtime/ports/store.ts';
import type { TracePart } from '../../../runtime/turn/record.ts';
import { BrokenInvariant } from '../faults.ts';
import { COLLECTABLE, reads, TOO_MANY_HELD, UNSETTLED } from '../reads.ts';
import { assertStorableText, boundedJson, storableJson } from '../records/json.ts';
import { checkedTraces, positionOf } from '../records/rows.ts';
import { commitDecision, insertTraces } from './commit.ts';
import type { Run, SqliteDatabase } from './database.ts';
import { assertOwned, inboxStore } from './inbox.ts';
import { recordReads } from './slices.ts';

/** Tables with rows of a design, referring rows first. */
const OF_A_DESIGN = [
  'design_events',
  'outbox',
  'turns',
  'trace_parts',
  'inbox',
  'failures',
  'milestones',
  'lesson_dismissals',
  'lessons',
];

export function sqliteStore(database: SqliteDatabase, run: Run): Store {
  return {
    ...reads((text, ...values) => run(() => database.rows(text, ...values))),
    ...recordReads(run),
    ...inboxStore(run),
    commit: (commit) => run(() => commitDecision(database, commit)),
    markEffects: (designId, epoch, marks) => run(() => markEffects(database, designId, epoch, marks)),
    keepTraces: (designId, epoch, parts) => run(() => keepTraces(database, designId, epoch, parts)),
    rememberResponse: (key, designId, { status, body }) =>
      run(() => {
        boundedJson('the answer to a request', body);
        assertStorableText('the answer to a request', { key, body });
        database.change(
          'insert into responses (key, design_id, status, body) values (?, ?, ?, ?) on conflict (key) do nothing',
          ...[key, designId, status, body],
        );
      }),
    keepLesson: (lesson) =>
      run(() => {
        database.change(
          `insert into lessons (design_id, lesson) select id, ? from designs where id = ?
            on conflict (design_id) do nothing`,
          ...[storableJson('a lesson', lesson), lesson.designId],
        );
      }),
    forgetResponses: (storedBefore) =>
      run(() => database.change('delete from responses where stored_at < ?', storedBefore)),
    holdStart: ({ name, heldAt, start }, since) =>
      run(() => {
        const json = storableJson('a start', start);
        database.change('delete from held_starts where held_at < ?', since);
        database.change(
          `insert into held_starts (name, held_at, start) values (?, ?, ?)
            on conflict (name) do update set start = excluded.start`,
          ...[name, heldAt, json],
        );
        database.change(TOO_MANY_HELD, MAX_HELD_STARTS);
      }),
    keepRun: (name, ranAt) =>
      run(() => {
        database.change(
          `insert into daily_runs values (?, ?) on conflict (name) do update set ran_at = excluded.ran_at`,
          ...[name, ranAt],
        );
      }),
    async collect(designIds, endedBefore) {
      const gone: DesignId[] = [];
      // One at a time, so that other work gets its turn in between.
      for (const designId of designIds) {
        if (await run(() => collectOne(database, designId, endedBefore))) gone.push(designId);
      }
      return gone;
    },
    ping: () =>
      run(() => {
        database.change(
          `insert into readiness (id) values (1)
            on conflict (id) do update set checked_at = excluded.checked_at`,
        );
      }),
    close: () => run(() => database.close()),
  };
}

/** Records the progress of effects. A done effect stays done, however late a report arrives (P4). */
function markEffects(
  database: SqliteDatabase,
  designId: DesignId,
  epoch: number,
  marks: readonly EffectMark[],
): void {
  for (const { id, receipt } of marks) assertStorableText(`the receipt of ${id}`, receipt);
  database.transaction(() => {
    assertOwned(database, designId, epoch);
    for (const { id, state, receipt } of marks) {
      const key = [designId, positionOf(designId, id)];
      const known = database.row('select 1 from outbox where design_id = ? and position = ?', ...key);
      if (known === null) throw new BrokenInvariant(`an effect of ${id} is not in the outbox of ${designId}`);
      database.change(
        `update outbox set state = ?, receipt = ?, attempts = attempts + ?
          where design_id = ? and position = ? and ${UNSETTLED}`,
        ...[state, receipt, state === 'attempted' ? 1 : 0, ...key],
      );
    }
  });
}

/** Stores the traces of turns under way (T6). */
function keepTraces(
  database: SqliteDatabase,
  designId: DesignId,
  epoch: number,
  parts: readonly TracePart[],
): void {
  const rows = checkedTraces(parts);
  database.transaction(() => {
    assertOwned(database, designId, epoch);
    insertTraces(database, designId, rows);
  });
}

/** Removes a design if it is still collectable (P9). */
function collectOne(database: SqliteDatabase, designId: DesignId, endedBefore: number): boolean {
  return database.transaction(() => {
    const text = `select 1 from designs where id = ? and ${COLLECTABLE}`;
    if (database.row(text, designId, endedBefore) === null) return false;
    for (const table of OF_A_DESIGN) database.change(`delete from ${table} where design_id = ?`, designId);
    return database.change('delete from designs where id = ?', designId) === 1;
  });
}
