import type { Forgotten, Removals } from '../../../runtime/ports/removals.ts';
import { assertStorableText } from '../records/json.ts';
import { OF_A_DESIGN } from '../records/removals.ts';
import { removalReads } from '../removal-reads.ts';
import type { Run, SqliteDatabase } from './database.ts';

export function sqliteRemovals(run: Run): Removals {
  return {
    ...removalReads((text, ...values) => run((database) => database.rows(text, ...values))),
    forget: (forgetting) =>
      run((database) => {
        const isGone = forget(database, forgetting);
        if (isGone) dropLog(database);
        return isGone;
      }),
  };
}

function forget(database: SqliteDatabase, { designId, count, head, at, by }: Forgotten): boolean {
  assertStorableText('who forgot a design', by);
  return database.transaction(() => {
    const text = 'select 1 from designs where id = ? and ended_at is not null and owner is null';
    if (database.row(text, designId) === null) return false;
    for (const table of OF_A_DESIGN) database.change(`delete from ${table} where design_id = ?`, designId);
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
