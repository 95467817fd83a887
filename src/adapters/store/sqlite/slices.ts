import { setImmediate as otherWork } from 'node:timers/promises';
import type { DesignId } from '#core/vocabulary/ids.ts';
import { Fault } from '#foundation/fault.ts';
import type { Store, StoredEvent } from '#ports/store.ts';
import type { TurnRecord } from '#ports/turn-record.ts';
import { and, asc, eq, gt, sql } from '../drizzle.ts';
import { type DesignStanding, EventPage } from '../records/event-page.ts';
import { readTurns } from '../records/rows.ts';
import { db, type Run, type SliceQuery, type SliceRow, type SqliteDatabase } from './database.ts';
import { designEvents, designs, turns as turnRecords } from './schema.ts';

export function countReads(run: Run): Pick<Store, 'events' | 'turns'> {
  return {
    events: readEventSlices(run),
    async turns(designId) {
      const results: TurnRecord[] = [];
      const { position, record } = turnRecords;
      const of = (since: number, limit: number) =>
        db
          .select({ at: position, json: record })
          .from(turnRecords)
          .where(and(eq(turnRecords.designId, designId), gt(position, since)))
          .orderBy(asc(position))
          .limit(limit);
      for await (const { rows } of slices(run, of, {
        designId,
        since: 0,
        limit: Number.MAX_SAFE_INTEGER,
      }))
        results.push(...readTurns(rows.map(([, json]) => json)));
      return results;
    },
  };
}

export function readEventSlices(run: Run): Store['events'] {
  return async (designId, since, limit) => {
    const standing = await run((database) => standingOf(database, designId, since));
    if (standing === null) return [];
    const page = new EventPage(designId, since, standing);
    const events: StoredEvent[] = [];
    if (since > standing.version) return events;
    try {
      const of = (after: number, left: number) =>
        db
          .select({
            at: designEvents.seq,
            json: designEvents.payload,
            type: designEvents.type,
            hash: designEvents.hash,
          })
          .from(designEvents)
          .where(and(eq(designEvents.designId, designId), gt(designEvents.seq, after)))
          .orderBy(asc(designEvents.seq))
          .limit(left);
      for await (const { rows, isAll, version } of slices(run, of, { designId, since, limit })) {
        for (const [seq, payload, type = '', hash = ''] of rows)
          events.push(page.take({ seq, type, payload, hash }));
        page.assertWithin(version, isAll && events.length < limit);
      }
    } catch (error) {
      // The row is too large for memory.
      throw error instanceof Fault && error.code === 'invalid_record'
        ? page.unreadable(error)
        : error;
    }
    return events;
  };
}

function standingOf(
  database: SqliteDatabase,
  designId: DesignId,
  since: number,
): DesignStanding | null {
  const { hash } = designEvents;
  const isBefore = and(eq(designEvents.designId, designs.id), eq(designEvents.seq, since));
  const before = sql<string | null>`${db.select({ hash }).from(designEvents).where(isBefore)}`;
  const { version, setAside } = designs;
  const found = db
    .select({ version, setAside, before })
    .from(designs)
    .where(eq(designs.id, designId));
  return database.built(found)[0] ?? null;
}

/**
 * Reads append-only rows in slices, each with the design's version at that moment. Reading and
 * parsing block the daemon's thread, so other work gets a turn between slices.
 */
async function* slices(
  run: Run,
  of: (after: number, limit: number) => SliceQuery,
  {
    designId,
    since,
    limit,
  }: { readonly designId: DesignId; readonly since: number; readonly limit: number },
): AsyncGenerator<{
  readonly rows: SliceRow[];
  readonly isAll: boolean;
  readonly version: number;
}> {
  let after = since;
  let left = limit;
  for (;;) {
    const slice = await run((database) => {
      const read = database.readSlice(of(after, left));
      const { version } = designs;
      const [row] = database.built(
        db.select({ version }).from(designs).where(eq(designs.id, designId)),
      );
      return { ...read, version: row?.version ?? 0 };
    });
    yield slice;
    after = slice.rows.at(-1)?.[0] ?? after;
    left -= slice.rows.length;
    if (slice.isAll || left <= 0) return;
    await otherWork();
  }
}
