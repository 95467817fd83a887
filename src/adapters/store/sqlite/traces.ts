import type { DesignId } from '../../../core/ids.ts';
import type { Store } from '../../../runtime/ports/store.ts';
import { checkedTraces, readTrace, type TraceRow } from '../records/commit.ts';
import type { Run, SqliteDatabase } from './database.ts';
import { assertOwned } from './inbox.ts';

/** The traces of turns that are under way (T6), and what designs have spent. */
export function traceStore(run: Run): Pick<Store, 'keepTraces' | 'traces' | 'spentSince'> {
  return {
    keepTraces: (designId, epoch, parts) =>
      run((database) => {
        const rows = checkedTraces(parts);
        database.transaction(() => {
          assertOwned(database, designId, epoch);
          insertTraces(database, designId, rows);
        });
      }),
    traces: (designId) =>
      run((database) => {
        const text = 'select turn_id as turn, part from trace_parts where design_id = ? order by position';
        const rows = database.rows<Pick<TraceRow, 'turn' | 'part'>>(text, designId);
        return rows.map(({ turn, part }) => readTrace(turn, JSON.parse(part)));
      }),
    spentSince: (startedAt) =>
      run((database) => {
        const sums = database.row<{ spentUsd: number; underWayUsd: number }>(
          `select coalesce(sum(spent_usd), 0) as spentUsd,
              coalesce(sum((select sum(usd) from trace_parts as newest
                where newest.design_id = designs.id and newest.position = (
                  select max(position) from trace_parts where design_id = designs.id and turn_id = newest.turn_id))), 0) as underWayUsd
            from designs where started_at >= ?`,
          startedAt,
        );
        return sums ?? { spentUsd: 0, underWayUsd: 0 };
      }),
  };
}

export function insertTraces(
  database: SqliteDatabase,
  designId: DesignId,
  traces: readonly TraceRow[],
): void {
  for (const { turn, usd, part } of traces)
    database.change(
      'insert into trace_parts (turn_id, design_id, usd, part) values (?, ?, ?, ?)',
      ...[turn, designId, usd, part],
    );
}
