import type { DesignId } from '../../../core/vocabulary/ids.ts';
import type { Removals } from '../../../engine/ports/removals.ts';
import { and, asc, sql } from '../drizzle.ts';
import { collectable } from '../reads.ts';
import { storedId } from '../records/design.ts';
import { assertStorableText } from '../records/json.ts';
import { removalReads } from '../removals.ts';
import type { Database } from './database.ts';
import { designs } from './schema.ts';
import { collectStatement, forgetStatement } from './statements.ts';

export function postgresRemovals(database: Database): Removals {
  return {
    ...removalReads(database),
    async forget(forgetting) {
      assertStorableText('who forgot a design', forgetting.by);
      return (await database.execute(forgetStatement(forgetting))).length > 0;
    },
  };
}

/** Deletes designs that are still collectable (P9), with all that is stored of them. */
export async function collectDesigns(
  database: Database,
  designIds: readonly DesignId[],
  endedBefore: number,
): Promise<DesignId[]> {
  if (designIds.length === 0) return [];
  const { db, execute } = database;
  const among = sql`(select json_array_elements_text(${JSON.stringify(designIds)}::json))`;
  const isCollectable = and(sql`${designs.id} in ${among}`, collectable(database, endedBefore));
  const found = db.select({ id: designs.id }).from(designs).where(isCollectable).orderBy(asc(designs.id));
  const rows = await execute<{ id: string }>(collectStatement(found));
  return rows.map(({ id }) => storedId(id));
}
