import type { DesignId } from '../../../core/ids.ts';
import type { Store } from '../../../runtime/ports/store.ts';
import { readSummary, SUMMARY, type SummaryRow } from '../records/design.ts';
import type { Run, SqliteDatabase } from './database.ts';

/** Designs that have ended, have no owner and nothing left to do, and that no design runs again, begun or not (P9). */
const COLLECTABLE = `ended_at < ? and owner is null
  and not exists (select 1 from inbox where inbox.design_id = designs.id and inbox.answer is null)
  and not exists (
    select 1 from outbox where outbox.design_id = designs.id and outbox.state in ('pending', 'attempted'))
  and not exists (select 1 from designs as successor where successor.successor_of = designs.id)
  and not exists (select 1 from inbox where inbox.answer is null and inbox.command ->> 'successorOf' = designs.id)`;

/** All that is stored of a design, what refers to its row first. */
const OF_A_DESIGN = ['design_events', 'outbox', 'turns', 'trace_parts', 'inbox'];

/** What is old, and its removal. */
export function collection(run: Run): Pick<Store, 'collectable' | 'collect'> {
  return {
    collectable: (endedBefore, limit) =>
      run((database) => {
        const text = `select ${SUMMARY} from designs where ${COLLECTABLE} order by ended_at, id limit ?`;
        return database.rows<SummaryRow>(text, endedBefore, limit).map(readSummary);
      }),
    async collect(designIds, endedBefore) {
      const gone: DesignId[] = [];
      for (const designId of designIds) {
        if (await run((database) => collectOne(database, designId, endedBefore))) gone.push(designId);
      }
      return gone;
    },
  };
}

function collectOne(database: SqliteDatabase, designId: DesignId, endedBefore: number): boolean {
  return database.transaction(() => {
    const text = `select 1 from designs where id = ? and ${COLLECTABLE}`;
    if (database.row(text, designId, endedBefore) === null) return false;
    for (const table of OF_A_DESIGN) database.change(`delete from ${table} where design_id = ?`, designId);
    return database.change('delete from designs where id = ?', designId) === 1;
  });
}
