import type { Design } from '../../../core/design.ts';
import type { Store } from '../../../runtime/ports/store.ts';
import { type Run, rowsOf, sql } from './database.ts';
import { and, eq } from './drizzle.ts';
import { snapshots } from './schema.ts';

/** The newest state of each design that was kept. */
export function snapshotStore(run: Run): Pick<Store, 'keepSnapshot' | 'snapshot'> {
  return {
    async keepSnapshot(designId, reducerVersion, { version, hash, design }) {
      await rowsOf(
        run,
        sql`insert into snapshots (design_id, fold, version, hash, state)
          select id, ${reducerVersion}, ${version}, ${hash}, ${JSON.stringify(design)}::json
            from designs where id = ${designId}
          on conflict (design_id) do update
            set fold = excluded.fold, version = excluded.version, hash = excluded.hash, state = excluded.state
            where snapshots.version < excluded.version or snapshots.fold <> excluded.fold`,
      );
    },
    snapshot: (designId, reducerVersion) =>
      run(async ({ tables }) => {
        const [row] = await tables
          .select({ version: snapshots.version, hash: snapshots.hash, design: snapshots.state })
          .from(snapshots)
          .where(and(eq(snapshots.designId, designId), eq(snapshots.fold, reducerVersion)));
        // Not parsed again: the code that `reducerVersion` names made it, and is the code that reads it.
        return row === undefined ? null : { ...row, design: row.design as Design };
      }),
  };
}
