import type { SQL } from 'drizzle-orm';
import type { Claim, Fleet } from '#ports/fleet.ts';
import { and, asc, eq, isNotNull, isNull, lte, sql } from '../drizzle.ts';
import { listOwnedDesigns, makeFree, releaseDesign, selectHasMail } from '../ownership.ts';
import { readStoredId } from '../records/design.ts';
import { createTransactions, db, type Run, type SqliteDatabase } from './database.ts';
import * as tables from './schema.ts';

const { designs } = tables;

/**
 * The fleet of one daemon. The file's lock proves that there is no other, so the first claim frees
 * all that an earlier daemon owned. This daemon is never evicted, notifies no one, and leads
 * everything.
 */
export function createSqliteFleet(run: Run): Fleet {
  const transactions = createTransactions(run);
  let hasJoined = false;
  const claimDesigns = (wanted: SQL | undefined, limit: number): Promise<Claim[]> =>
    run((database) =>
      database.transaction(() => {
        if (!hasJoined) freeAll(database);
        const claimable = and(isNull(designs.owner), isNull(designs.setAside), wanted);
        const found = db.select({ id: designs.id }).from(designs).where(claimable);
        const due = database.built(found.orderBy(asc(designs.dueAt), asc(designs.id)).limit(limit));
        const claims = due.flatMap(({ id }) => own(database, id));
        hasJoined = true;
        return claims;
      }),
    );
  return {
    async claim(designId) {
      const [claim] = await claimDesigns(eq(designs.id, designId), 1);
      return claim?.epoch ?? null;
    },
    claimDue(now, limit, { passedOver = [], withMail = false } = {}) {
      const passed = sql`(select value from json_each(${JSON.stringify(passedOver)}))`;
      const mail = withMail ? selectHasMail(tables, db) : undefined;
      return claimDesigns(
        and(lte(designs.dueAt, now), sql`${designs.id} not in ${passed}`, mail),
        limit,
      );
    },
    listOwned: () => listOwnedDesigns(transactions, isNotNull(designs.owner)),
    release: (...releasing) => releaseDesign(transactions, ...releasing),
    leave: () => run(freeAll),
    acquireLeadership: async () => true,
    resignLeadership: async () => undefined,
    listen: () => undefined,
    tell: () => undefined,
    isSure: () => true,
    countOthers: async () => 0,
    absence: () => null,
  };
}

function freeAll(database: SqliteDatabase): void {
  database.built(
    db
      .update(designs)
      .set({ ...makeFree(tables), dueAt: 0 })
      .where(isNotNull(designs.owner)),
  );
}

/** The owner's number is only for people: there is one daemon. */
function own(database: SqliteDatabase, id: string): Claim[] {
  const owned = { owner: process.pid, epoch: sql`${designs.epoch} + 1`, dueAt: 0 };
  const query = db
    .update(designs)
    .set(owned)
    .where(eq(designs.id, id))
    .returning({ epoch: designs.epoch });
  return database.built(query).map(({ epoch }) => ({ designId: readStoredId(id), epoch }));
}
