import type { Store } from '../../../runtime/ports/store.ts';
import { TurnRecord } from '../../../runtime/turn/record.ts';
import { readEvent } from '../records/event.ts';
import { conforming } from '../records/json.ts';
import { type Run, rowsOf, sql } from './database.ts';

/** What can be large of a design: its events, and the records of its turns. */
export function recordReads(run: Run): Pick<Store, 'events' | 'turns'> {
  return {
    async events(designId, since, limit) {
      const rows = await rowsOf<{ seq: number; payload: unknown; hash: string }>(
        run,
        sql`select seq, payload, hash from design_events
          where design_id = ${designId} and seq > ${since} order by seq limit ${limit}`,
      );
      return rows.map(readEvent);
    },
    async turns(designId) {
      const rows = await rowsOf<{ id: string; record: unknown }>(
        run,
        sql`select turn_id as id, record from turns where design_id = ${designId} order by position`,
      );
      return rows.map(({ id, record }) => conforming(TurnRecord, `the record of turn ${id}`, record));
    },
  };
}
