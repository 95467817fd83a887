import { OwnershipLostError } from '../../../runtime/fault.ts';
import type { Store } from '../../../runtime/ports/store.ts';
import { checkedTraces, readTrace, type TraceRow } from '../records/commit.ts';
import { type Run, recordsOf, rowsOf, type Statement, sql } from './database.ts';
import { asc, eq } from './drizzle.ts';
import { ownedUnder } from './inbox.ts';
import { traceParts } from './schema.ts';

/** The traces of turns that are under way (T6), and what designs have spent. */
export function traceStore(run: Run): Pick<Store, 'keepTraces' | 'traces' | 'spentSince'> {
  return {
    async keepTraces(designId, epoch, parts) {
      const [kept] = await rowsOf<{ owned: boolean }>(
        run,
        sql`with owned as (${ownedUnder(designId, epoch)}),
          traced as (${traceInsert(sql`owned`, checkedTraces(parts))})
          select exists (select from owned) as owned`,
      );
      if (kept?.owned !== true) throw new OwnershipLostError(designId, epoch);
    },
    traces: (designId) =>
      run(async ({ tables }) => {
        const rows = await tables
          .select({ turn: traceParts.turnId, part: traceParts.part })
          .from(traceParts)
          .where(eq(traceParts.designId, designId))
          .orderBy(asc(traceParts.position));
        return rows.map(({ turn, part }) => readTrace(turn, part));
      }),
    async spentSince(startedAt) {
      const [sums] = await rowsOf<{ spentUsd: number; underWayUsd: number }>(
        run,
        sql`select coalesce(sum(spent_usd), 0) as "spentUsd",
            coalesce(sum((select sum(usd) from trace_parts as newest
              where newest.design_id = designs.id and newest.position = (
                select max(position) from trace_parts where design_id = designs.id and turn_id = newest.turn_id))), 0) as "underWayUsd"
          from designs where started_at >= ${startedAt}`,
      );
      return sums ?? { spentUsd: 0, underWayUsd: 0 };
    },
  };
}

/** What inserts them for the design that `owner` names a row of, and nothing where there is none. */
export function traceInsert(owner: Statement, traces: readonly TraceRow[]): Statement {
  const columns = { turn: 'text', usd: 'double precision', part: 'text' };
  return sql`insert into trace_parts (turn_id, design_id, usd, part)
    select row.turn, ${owner}.id, row.usd, row.part::json from ${owner}, ${recordsOf(columns, traces)}`;
}
