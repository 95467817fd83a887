import { OwnershipLostError } from '../../../runtime/fault.ts';
import type { Store } from '../../../runtime/ports/store.ts';
import { checkedTraces, type TraceRow } from '../records/commit.ts';
import { type Run, recordsOf, rowsOf, type Statement, sql } from './database.ts';
import { ownedUnder } from './inbox.ts';

/** What has happened in turns that are under way (T6). */
export async function keepTraces(run: Run, ...given: Parameters<Store['keepTraces']>): Promise<void> {
  const [designId, epoch, parts] = given;
  const [kept] = await rowsOf<{ owned: boolean }>(
    run,
    sql`with owned as (${ownedUnder(designId, epoch)}),
      traced as (${traceInsert(sql`owned`, checkedTraces(parts))})
      select exists (select from owned) as owned`,
  );
  if (kept?.owned !== true) throw new OwnershipLostError(designId, epoch);
}

/** What inserts them for the design that `owner` names a row of, and nothing where there is none. */
export function traceInsert(owner: Statement, traces: readonly TraceRow[]): Statement {
  const columns = { turn: 'text', usd: 'double precision', part: 'text' };
  return sql`insert into trace_parts (turn_id, design_id, usd, part)
    select row.turn, ${owner}.id, row.usd, row.part::json from ${owner}, ${recordsOf(columns, traces)}`;
}
