import type { SQL } from 'drizzle-orm';
import type { Backlog, DaemonRow, Operations } from '../../engine/ports/operations.ts';
import { DAY_MS } from '../../foundation/day.ts';
import {
  aliasedTable,
  and,
  count,
  countDistinct,
  desc,
  eq,
  gte,
  inArray,
  isNotNull,
  isNull,
  lte,
  max,
  min,
  or,
  sql,
} from './drizzle.ts';
import type { Queries } from './queries.ts';
import { unsettled } from './reads.ts';
import { PLACES } from './records/rows.ts';

/** `daemons`: the fleet's, if the database has one. */
export function operations(queries: Queries, daemons: () => Promise<DaemonRow[]>): Operations {
  const { db, tables, rows } = queries;
  const { designEvents, designs, inbox, outbox, turns } = tables;
  // Designs with something left to do: few, and found by index.
  const isLive = or(isNotNull(designs.owner), isNotNull(designs.dueAt));
  const asksPeople = and(isLive, eq(designs.status, 'awaiting_input'));
  const newest = aliasedTable(designEvents, 'newest');
  const newestOf = (which: SQL | undefined) => {
    const seq = db.select({ seq: max(newest.seq) }).from(newest);
    return and(
      eq(designEvents.designId, designs.id),
      eq(designEvents.seq, sql`${seq.where(and(eq(newest.designId, designs.id), which))}`),
    );
  };
  const backlog = async (query: PromiseLike<Backlog[]>): Promise<Backlog> => {
    const [row] = await rows(query);
    if (row === undefined) throw new Error('broken invariant: a count is always returned');
    return row;
  };
  const since = (oldestAt: SQL<number | null>) => ({ waiting: count(), oldestAt });
  return {
    async facts(now) {
      const recordedAt = sql<number | null>`min(cast(${designEvents.payload} ->> 'at' as bigint))`;
      const seq = sql`${outbox.position} / ${sql.raw(`${PLACES}`)}`;
      return {
        outbox: await backlog(
          db
            .select(since(recordedAt))
            .from(designs)
            .innerJoin(outbox, eq(outbox.designId, designs.id))
            .innerJoin(designEvents, and(eq(designEvents.designId, designs.id), eq(designEvents.seq, seq)))
            .where(and(isLive, unsettled(tables))),
        ),
        inbox: await backlog(
          db
            .select(since(min(inbox.receivedAt)))
            .from(inbox)
            .where(isNull(inbox.answer)),
        ),
        people: await backlog(
          db
            .select({ waiting: countDistinct(designs.id), oldestAt: recordedAt })
            .from(designs)
            .leftJoin(designEvents, newestOf(isNotNull(newest.position)))
            .where(asksPeople),
        ),
        gates: await backlog(
          db
            .select(since(recordedAt))
            .from(designs)
            .innerJoin(designEvents, newestOf(inArray(newest.type, ['gate_opened', 'gate_decided'])))
            .where(and(asksPeople, eq(designEvents.type, 'gate_opened'))),
        ),
        rounds: await backlog(
          db
            .select(since(min(designs.dueAt)))
            .from(designs)
            .where(and(isNull(designs.owner), isNull(designs.setAside), lte(designs.dueAt, now))),
        ),
      };
    },
    daemons,
    costs(startedSince) {
      const day = sql<number>`${designs.startedAt} / ${sql.raw(String(DAY_MS))}`;
      const usd = sql<number>`sum(${designs.costUsd})`;
      const days = db.select({ day, usd, designs: count() }).from(designs);
      return rows(days.where(gte(designs.startedAt, startedSince)).groupBy(day).orderBy(day));
    },
    async turnTimes(limit) {
      const ms = sql<number>`cast(${turns.record} ->> 'totalMs' as bigint)`;
      const newest = db.select({ ms }).from(turns).orderBy(desc(turns.position)).limit(limit);
      return (await rows(newest)).map((row) => row.ms);
    },
  };
}
