import type { Design } from '../../../core/design.ts';
import type { Store } from '../../../runtime/ports/store.ts';
import type { Run } from './database.ts';

/** The newest state of each design that was kept. */
export function snapshotStore(run: Run): Pick<Store, 'keepSnapshot' | 'snapshot'> {
  return {
    keepSnapshot: (designId, reducerVersion, { version, hash, design }) =>
      run((database) => {
        database.change(
          `insert into snapshots (design_id, fold, version, hash, state)
            select id, ?, ?, ?, ? from designs where id = ?
            on conflict (design_id) do update
              set fold = excluded.fold, version = excluded.version, hash = excluded.hash, state = excluded.state
              where snapshots.version < excluded.version or snapshots.fold <> excluded.fold`,
          ...[reducerVersion, version, hash, JSON.stringify(design), designId],
        );
      }),
    snapshot: (designId, reducerVersion) =>
      run((database) => {
        const row = database.row<{ version: number; hash: string; state: string }>(
          'select version, hash, state from snapshots where design_id = ? and fold = ?',
          ...[designId, reducerVersion],
        );
        if (row === null) return null;
        // Not checked again: the code that `reducerVersion` names made it, and is the code that reads it.
        return { version: row.version, hash: row.hash, design: JSON.parse(row.state) as Design };
      }),
  };
}
