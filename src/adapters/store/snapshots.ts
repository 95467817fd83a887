import type { Design } from '../../core/design.ts';
import type { DesignId } from '../../core/ids.ts';
import type { Snapshot } from '../../runtime/ports/store.ts';
import { type Database, execute, sql } from './database.ts';
import { and, eq } from './drizzle.ts';
import { snapshots } from './schema.ts';

export async function writeSnapshot(
  database: Database,
  designId: DesignId,
  fold: string,
  { version, hash, design }: Snapshot,
): Promise<void> {
  await execute(
    database,
    sql`insert into snapshots (design_id, fold, version, hash, state)
      select id, ${fold}, ${version}, ${hash}, ${JSON.stringify(design)}::json from designs where id = ${designId}
      on conflict (design_id) do update
        set fold = excluded.fold, version = excluded.version, hash = excluded.hash, state = excluded.state
        where snapshots.version < excluded.version or snapshots.fold <> excluded.fold`,
  );
}

export async function readSnapshot(
  database: Database,
  designId: DesignId,
  fold: string,
): Promise<Snapshot | null> {
  const [row] = await database.tables
    .select({ version: snapshots.version, hash: snapshots.hash, design: snapshots.state })
    .from(snapshots)
    .where(and(eq(snapshots.designId, designId), eq(snapshots.fold, fold)));
  // Not parsed again: the code that `fold` names made it, and is the code that reads it.
  return row === undefined ? null : { ...row, design: row.design as Design };
}
