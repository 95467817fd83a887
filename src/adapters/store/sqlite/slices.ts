import { setImmediate as otherWork } from 'node:timers/promises';
import type { DesignId } from '../../../core/vocabulary/ids.ts';
import { Fault } from '../../../runtime/fault.ts';
import type { Store, StoredEvent } from '../../../runtime/ports/store.ts';
import { TurnRecord } from '../../../runtime/turn/record.ts';
import { EventPage, type FoundEvent, type Standing } from '../records/event-page.ts';
import { conforming } from '../records/json.ts';
import type { Run, SqliteDatabase } from './database.ts';

const EVENTS = `select seq as at, type, payload as json, hash from design_events
  where design_id = ? and seq > ? order by seq limit ?`;
const STANDING = `select version, set_aside as "setAside",
    (select hash from design_events where design_id = designs.id and seq = ?) as before
  from designs where id = ?`;
const TURNS = `select position as at, turn_id as id, record as json from turns
  where design_id = ? and position > ? order by position limit ?`;
const TURN = 'select record as json from turns where design_id = ? and turn_id = ?';

interface Slice {
  /** Its position in the order of reading. */
  readonly at: number;
  readonly json: string;
}
type EventRow = Slice & Pick<FoundEvent, 'type' | 'hash'>;
type TurnRow = Slice & { readonly id: string };

/** Reads the parts of a design that can be large: its events, and the records of its turns. */
export function recordReads(run: Run): Pick<Store, 'events' | 'turns' | 'turn'> {
  return {
    events: checkedEvents(run),
    async turns(designId) {
      const results: TurnRecord[] = [];
      for await (const { rows } of slices<TurnRow>(run, TURNS, {
        designId,
        since: 0,
        limit: Number.MAX_SAFE_INTEGER,
      }))
        for (const { id, json } of rows)
          results.push(conforming(TurnRecord, `the record of turn ${id}`, JSON.parse(json)));
      return results;
    },
    async turn(designId, turnId) {
      const row = await run((database) => database.row<{ json: string }>(TURN, designId, turnId));
      return row && conforming(TurnRecord, `the record of turn ${turnId}`, JSON.parse(row.json));
    },
  };
}

/** Reads and checks events (P11). */
export function checkedEvents(run: Run): Store['events'] {
  return async (designId, since, limit) => {
    const standing = await run((database) => standingOf(database, designId, since));
    if (standing === null) return [];
    const page = new EventPage(designId, since, standing);
    const events: StoredEvent[] = [];
    if (since > standing.version) return events;
    try {
      for await (const { rows, isAll, version } of slices<EventRow>(run, EVENTS, {
        designId,
        since,
        limit,
      })) {
        for (const { at, json, ...row } of rows) events.push(page.take({ seq: at, payload: json, ...row }));
        page.assertWithin(version, isAll && events.length < limit);
      }
    } catch (error) {
      // A row that no memory takes.
      throw error instanceof Fault && error.code === 'invalid_record' ? page.unreadable(error) : error;
    }
    return events;
  };
}

function standingOf(database: SqliteDatabase, designId: DesignId, since: number): Standing | null {
  return database.row<Standing>(STANDING, since, designId);
}

/**
 * Reads append-only rows in slices, each with the design's version at that moment. Reading and parsing run in the daemon's thread,
 * so other work gets its turn in between.
 */
async function* slices<Row extends Slice>(
  run: Run,
  text: string,
  { designId, since, limit }: { readonly designId: DesignId; readonly since: number; readonly limit: number },
): AsyncGenerator<{ readonly rows: Row[]; readonly isAll: boolean; readonly version: number }> {
  let [after, left] = [since, limit];
  for (;;) {
    const slice = await run((database) => {
      const read = database.slice<Row>(text, designId, after, left);
      const row = database.row<{ version: number }>('select version from designs where id = ?', designId);
      return { ...read, version: row?.version ?? 0 };
    });
    yield slice;
    after = slice.rows.at(-1)?.at ?? after;
    left -= slice.rows.length;
    if (slice.isAll || left <= 0) return;
    await otherWork();
  }
}
