import type { DesignId } from '../../../core/ids.ts';
import type { TracePart } from '../../../runtime/turn/record.ts';
import { checkedTraces, type TraceRow } from '../records/commit.ts';
import type { SqliteDatabase } from './database.ts';
import { assertOwned } from './inbox.ts';

/** What has happened in turns that are under way (T6). */
export function keepTraces(
  database: SqliteDatabase,
  designId: DesignId,
  epoch: number,
  parts: readonly TracePart[],
): void {
  const rows = checkedTraces(parts);
  database.transaction(() => {
    assertOwned(database, designId, epoch);
    insertTraces(database, designId, rows);
  });
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
