import type { Store } from '#ports/store.ts';
import { asc, eq } from '../drizzle.ts';
import { type DesignStanding, EventPage } from '../records/event-page.ts';
import type { FoundEvent } from '../records/known-events.ts';
import { readTurns } from '../records/rows.ts';
import type { Database } from './database.ts';
import { selectEvents } from './statements.ts';

/** Turn records in commit order. */
export function makeTurnRecords({ db, tables, rows }: Database): Store['turns'] {
  const { designId: id, position, record } = tables.turns;
  return async (designId) => {
    const found = await rows(
      db.select({ record }).from(tables.turns).where(eq(id, designId)).orderBy(asc(position)),
    );
    return readTurns(found.map((row) => row.record));
  };
}

/**
 * Reads and checks events. One statement reads the design's row and its events at the same moment.
 */
export function readEventsChecked({ execute }: Database): Store['events'] {
  return async (designId, since, limit) => {
    const rows = await execute<DesignStanding & (FoundEvent | { readonly seq: null })>(
      selectEvents(designId, since, limit),
    );
    const [standing] = rows;
    if (standing === undefined) return [];
    const page = new EventPage(designId, since, standing);
    const found = rows.filter((row) => row.seq !== null);
    const events = found.map((row) => page.take(row));
    page.assertWithin(standing.version, events.length < limit);
    return events;
  };
}
