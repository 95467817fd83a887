import { setImmediate as otherWork } from 'node:timers/promises';
import type { DesignId } from '../../../core/vocabulary/ids.ts';
import type { Store } from '../../../runtime/ports/store.ts';
import { TurnRecord } from '../../../runtime/turn/record.ts';
import { conforming } from '../records/json.ts';
import { readEvent } from '../records/rows.ts';
import type { Run } from './database.ts';

const EVENTS = `select seq as at, payload as json, hash from design_events
  where design_id = ? and seq > ? order by seq limit ?`;
const TURNS = `select position as at, turn_id as id, record as json from turns
  where design_id = ? and position > ? order by position limit ?`;

interface Slice {
  /** Its position in the order of reading. */
  readonly at: number;
  readonly json: string;
}
type EventRow = Slice & { readonly hash: string };
type TurnRow = Slice & { readonly id: string };

/** Reads the parts of a design that can be large: its events, and the records of its turns. */
export function recordReads(run: Run): Pick<Store, 'events' | 'turns'> {
  return {
    events: (designId, since, limit) =>
      readSlices(run, EVENTS, { designId, since, limit }, ({ at, json, hash }: EventRow) =>
        readEvent({ seq: at, payload: JSON.parse(json), hash }),
      ),
    turns: (designId) =>
      readSlices(
        run,
        TURNS,
        { designId, since: 0, limit: Number.MAX_SAFE_INTEGER },
        ({ id, json }: TurnRow) => conforming(TurnRecord, `the record of turn ${id}`, JSON.parse(json)),
      ),
  };
}

/** Reads append-only rows in slices. Reading and parsing run in the daemon's thread, so other work gets its turn in between. */
async function readSlices<Row extends Slice, Result>(
  run: Run,
  text: string,
  wanted: { readonly designId: DesignId; readonly since: number; readonly limit: number },
  read: (row: Row) => Result,
): Promise<Result[]> {
  const { designId, since, limit } = wanted;
  const results: Result[] = [];
  for (let after = since; ; ) {
    const slice = await run((database) => database.slice<Row>(text, designId, after, limit - results.length));
    results.push(...slice.rows.map(read));
    after = slice.rows.at(-1)?.at ?? after;
    if (slice.isAll || results.length >= limit) return results;
    await otherWork();
  }
}
