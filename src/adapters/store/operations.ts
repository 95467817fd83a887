import type { SQL } from 'drizzle-orm';
import { DAY_MS } from '../../foundation/day.ts';
import type { SharedStore } from '../../ports/store.ts';
import { and, count, eq, gte, isNotNull, isNull, lte, min, ne, or, sql } from './drizzle.ts';
import type { Queries } from './queries.ts';
import { selectUnsettled } from './reads.ts';
import { PLACES } from './records/rows.ts';

export function createOperationReads({
  db,
  tables,
  rows,
}: Queries): Pick<SharedStore, 'oldestWaiting' | 'dayCosts'> {
  const { designEvents, designs, outbox } = tables;
  // Designs with something left to do: few, and found by index.
  const isLive = or(isNotNull(designs.owner), isNotNull(designs.dueAt));
  const oldestOf = async (query: PromiseLike<{ readonly oldestAt: number | null }[]>) => {
    const [row] = await rows(query);
    return row?.oldestAt ?? null;
  };
  return {
    async oldestWaiting(now) {
      const recordedAt: SQL<number | null> =
        sql`min(cast(${designEvents.payload} ->> 'at' as bigint))`;
      const seq = sql`${outbox.position} / ${sql.raw(`${PLACES}`)}`;
      return {
        outbox: await oldestOf(
          db
            .select({ oldestAt: recordedAt })
            .from(designs)
            .innerJoin(outbox, eq(outbox.designId, designs.id))
            .innerJoin(
              designEvents,
              and(eq(designEvents.designId, designs.id), eq(designEvents.seq, seq)),
            )
            .where(
              and(
                isLive,
                selectUnsettled(tables),
                ne(sql`${outbox.effect} ->> 'type'`, 'acknowledge'),
              ),
            ),
        ),
        rounds: await oldestOf(
          db
            .select({ oldestAt: min(designs.dueAt) })
            .from(designs)
            .where(and(isNull(designs.owner), isNull(designs.setAside), lte(designs.dueAt, now))),
        ),
      };
    },
    dayCosts(startedSince) {
      const day = sql<number>`${designs.startedAt} / ${sql.raw(String(DAY_MS))}`;
      const usd = sql<number>`sum(${designs.costUsd})`;
      const days = db.select({ day, usd, designs: count() }).from(designs);
      return rows(days.where(gte(designs.startedAt, startedSince)).groupBy(day).orderBy(day));
    },
  };
}
