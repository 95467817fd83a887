/** Who owns a design: a lease in its row, by the database's clock, and an epoch that fences writes. */

import type { DesignId } from '#design/ids.ts';
import { type Database, writeAsOwner } from './database.ts';
import { designColumns, readDesign, type StoredDesign } from './design-row.ts';
import { type Sql, sql } from './sql.ts';
import type { Store } from './store.ts';

export function leasesIn(database: Database) {
  const { dialect } = database;
  const { now } = dialect;
  /** In a transaction of its own, which waits longer for its turn than a statement. */
  const write = <Row>(statement: Sql) => database.transact((query) => query<Row>(statement));
  return {
    async claim(designId, owner, leaseMs, deadOwner = owner.id) {
      // The epoch follows the clock, not `+ 1`: if a failover loses a claim, its epoch is never given out again.
      const rows = await write<StoredDesign>(sql`
        update designs set
          epoch = case when ${now} > epoch then ${now} else epoch + 1 end,
          was_released = case when owner is null then 1 else 0 end,
          owner = ${owner.id},
          process = ${JSON.stringify(owner.process)},
          lease_until = ${now} + ${leaseMs}
        where id = ${designId}
          and (owner is null or lease_until <= ${now} or owner in (${owner.id}, ${deadOwner}))
        returning ${designColumns(dialect)}`);
      return rows[0] === undefined ? null : readDesign(rows[0]);
    },

    async renew(ownerId, leaseMs) {
      const rows = await write<{ id: DesignId; epoch: number }>(sql`
        update designs set lease_until = ${now} + ${leaseMs} where owner = ${ownerId}
        returning id, epoch`);
      return rows.map(({ id, epoch }) => ({ designId: id, epoch }));
    },

    async release(designId, epoch) {
      const release = sql`
        update designs set owner = null, process = null, lease_until = 0 where id = ${designId}`;
      await writeAsOwner(database, designId, epoch, (query) => query(release), designId);
    },
  } satisfies Partial<Store>;
}
