import type { Forgotten, Removals } from '../../../engine/ports/removals.ts';
import { and, eq, isNotNull, isNull, or } from '../drizzle.ts';
import { tablesOfDesigns } from '../queries.ts';
import { assertStorableText } from '../records/json.ts';
import { removalReads } from '../removals.ts';
import { db, queriesBy, type Run, type SqliteDatabase } from './database.ts';
import * as tables from './schema.ts';

const { designs, forgotten } = tables;
const OF_DESIGNS = tablesOfDesigns(tables);

export function sqliteRemovals(run: Run): Removals {
  return {
    ...removalReads(queriesBy(run)),
    forget: (forgetting) =>
      run((database) => {
        const isGone = forget(database, forgetting);
        if (isGone) dropLog(database);
        return isGone;
      }),
  };
}

export function removeDesign(database: SqliteDatabase, designId: string): void {
  for (const table of OF_DESIGNS) database.built(db.delete(table).where(eq(table.designId, designId)));
  database.built(db.delete(designs).where(eq(designs.id, designId)));
}

function forget(database: SqliteDatabase, { at, by, ...rest }: Forgotten): boolean {
  assertStorableText('who forgot a design', by);
  return database.transaction(() => {
    const isDone = or(isNotNull(designs.endedAt), isNotNull(designs.setAside));
    const isOver = and(eq(designs.id, rest.designId), isDone, isNull(designs.owner));
    if (database.built(db.select({ id: designs.id }).from(designs).where(isOver)).length === 0) return false;
    removeDesign(database, rest.designId);
    const tombstone = { ...rest, forgottenAt: at, forgottenBy: by };
    database.built(db.insert(forgotten).values(tombstone).onConflictDoNothing());
    return true;
  });
}

/** The log still contains the deleted pages. */
function dropLog(database: SqliteDatabase): void {
  database.rows('pragma wal_checkpoint(truncate)');
}
