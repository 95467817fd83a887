import { DesignId } from '../../../core/ids.ts';
import type { Store } from '../../../runtime/ports/store.ts';
import { TurnRecord } from '../../../runtime/turn/record.ts';
import { readSummary, SUMMARY, type SummaryRow } from '../records/design.ts';
import { readEvent } from '../records/event.ts';
import { conforming } from '../records/json.ts';
import { joined, type Run, rowsOf, type Statement, sql } from './database.ts';
import { and, asc, eq, gt } from './drizzle.ts';
import { designEvents, designs, turns } from './schema.ts';

/** Begins a statement that reads rows for `readSummary`. */
export const SUMMARIES: Statement = { texts: [`select ${SUMMARY} from designs`], values: [] };

/** What is read of designs: their events, lists, and records. */
export function designReads(run: Run): Pick<Store, 'events' | 'summary' | 'list' | 'successor' | 'turns'> {
  return {
    events: (designId, since, limit) =>
      run(async ({ tables }) => {
        const rows = await tables
          .select({ seq: designEvents.seq, payload: designEvents.payload, hash: designEvents.hash })
          .from(designEvents)
          .where(and(eq(designEvents.designId, designId), gt(designEvents.seq, since)))
          .orderBy(asc(designEvents.seq))
          .limit(limit);
        return rows.map(readEvent);
      }),
    async summary(designId) {
      const [row] = await rowsOf<SummaryRow>(run, sql`${SUMMARIES} where id = ${designId} and version > 0`);
      return row === undefined ? null : readSummary(row);
    },
    // Ids are UUIDv7s, so their order is that of the designs' beginnings.
    async list({ limit, ...filter }) {
      const wanted = CONDITIONS.flatMap(([name, condition]) => {
        const value = filter[name];
        return value === undefined ? [] : sql`${condition} ${value}`;
      });
      const where = joined([sql`version > 0`, ...wanted], ' and ');
      const rows = await rowsOf<SummaryRow>(
        run,
        sql`${SUMMARIES} where ${where} order by id desc limit ${limit}`,
      );
      return rows.map(readSummary);
    },
    successor: (designId) =>
      run(async ({ tables }) => {
        const [row] = await tables
          .select({ id: designs.id })
          .from(designs)
          .where(eq(designs.successorOf, designId))
          .limit(1);
        return row === undefined ? null : conforming(DesignId, 'a stored design id', row.id);
      }),
    turns: (designId) =>
      run(async ({ tables }) => {
        const rows = await tables
          .select({ turnId: turns.turnId, record: turns.record })
          .from(turns)
          .where(eq(turns.designId, designId))
          .orderBy(asc(turns.position));
        return rows.map((row) => conforming(TurnRecord, `the record of turn ${row.turnId}`, row.record));
      }),
  };
}

const CONDITIONS = [
  ['status', sql`status =`],
  ['before', sql`id <`],
  ['startedSince', sql`started_at >=`],
  ['platform', sql`thread is not null and thread ->> 'platform' =`],
  ['channel', sql`thread is not null and thread ->> 'channel' =`],
  ['thread', sql`thread is not null and thread ->> 'thread' =`],
  ['starter', sql`thread is not null and thread ->> 'starter' =`],
] as const;
