import type { DesignId } from '../../../core/ids.ts';
import { COLLECTABLE } from '../reads.ts';
import type { Run, SqliteDatabase } from './database.ts';

/** All that is stored of a design, what refers to its row first. */
const OF_A_DESIGN = ['design_events', 'outbox', 'turns', 'trace_parts', 'inbox'];

/** Removes those that are collectable still (P9), each by itself, so that others get their turn between two of them. */
export async function collectDesigns(
  run: Run,
  designIds: readonly DesignId[],
  endedBefore: number,
): Promise<DesignId[]> {
  const gone: DesignId[] = [];
  for (const designId of designIds) {
    if (await run((database) => collectOne(database, designId, endedBefore))) gone.push(designId);
  }
  return gone;
}

function collectOne(database: SqliteDatabase, designId: DesignId, endedBefore: number): boolean {
  return database.transaction(() => {
    const text = `select 1 from designs where id = ? and ${COLLECTABLE}`;
    if (database.row(text, designId, endedBefore) === null) return false;
    for (const table of OF_A_DESIGN) database.change(`delete from ${table} where design_id = ?`, designId);
    return database.change('delete from designs where id = ?', designId) === 1;
  });
}
