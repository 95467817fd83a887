import type { DesignId } from '../../../core/vocabulary/ids.ts';
import type { Forgotten, Removals, Replacing, StoredText } from '../../../runtime/ports/removals.ts';
import { assertStorableText } from '../records/json.ts';
import { checkedReplacing, likeOf } from '../records/removals.ts';
import { removalReads } from '../removal-reads.ts';
import type { Run, SqliteDatabase } from './database.ts';
import { assertOwned } from './inbox.ts';

/** Statements that replace a text; a response goes as a whole. Each takes the value, the design, and the row's key. */
const REPLACE: Readonly<Record<Exclude<StoredText['kind'], 'response'>, string>> = {
  turn: 'update turns set record = ? where design_id = ? and position = ?',
  trace: 'update trace_parts set part = ? where design_id = ? and position = ?',
  command: 'update inbox set command = ? where design_id = ? and id = ?',
  answer: 'update inbox set answer = ? where design_id = ? and id = ?',
  lesson: 'update lessons set lesson = ? where design_id = ? and design_id = ?',
  failure: 'update failures set text = ? where design_id = ? and name = ?',
};

/** Tables with rows of a design, referring rows first. */
const OF_A_DESIGN = [
  'design_events',
  'outbox',
  'turns',
  'trace_parts',
  'inbox',
  'lesson_dismissals',
  'lessons',
  'failures',
  'milestones',
];

export function sqliteRemovals(run: Run): Removals {
  return {
    ...removalReads((text, ...values) => run((database) => database.rows(text, ...values))),
    replace: (designId, epoch, replacing) =>
      run((database) => {
        replace(database, designId, epoch, replacing);
        dropLog(database);
      }),
    forget: (forgetting) =>
      run((database) => {
        const isGone = forget(database, forgetting);
        if (isGone) dropLog(database);
        return isGone;
      }),
  };
}

function replace(database: SqliteDatabase, designId: DesignId, epoch: number, replacing: Replacing): void {
  const { events, texts } = checkedReplacing(replacing);
  database.transaction(() => {
    assertOwned(database, designId, epoch);
    for (const { seq, words } of events)
      database.change(
        'update design_events set words = ? where design_id = ? and seq = ?',
        words,
        designId,
        seq,
      );
    for (const [kind, rows] of texts) {
      for (const { key, value } of rows) {
        if (kind === 'response') database.change('delete from responses where key = ?', key);
        else database.change(REPLACE[kind], value, designId, key);
      }
    }
    const { topic, decision } = replacing;
    database.change('update designs set topic = ?, decision = ? where id = ?', topic, decision, designId);
  });
}

function forget(database: SqliteDatabase, { designId, count, head, at, by }: Forgotten): boolean {
  assertStorableText('who forgot a design', by);
  return database.transaction(() => {
    const text = 'select 1 from designs where id = ? and ended_at is not null and owner is null';
    if (database.row(text, designId) === null) return false;
    for (const table of OF_A_DESIGN) database.change(`delete from ${table} where design_id = ?`, designId);
    database.change('delete from responses where body like ?', likeOf(designId));
    database.change('delete from designs where id = ?', designId);
    database.change(
      'insert into forgotten values (?, ?, ?, ?, ?) on conflict (design_id) do nothing',
      ...[designId, count, head, at, by],
    );
    return true;
  });
}

/** Empties the log beside the file, which still has the pages as they were. */
function dropLog(database: SqliteDatabase): void {
  database.rows('pragma wal_checkpoint(truncate)');
}
