import type { SQLWrapper } from 'drizzle-orm';
import { sql } from './drizzle.ts';
import type { Queries } from './queries.ts';

/** The statement that counts a change of rights. It goes first in the transaction of each, so that no two wait for each other. */
export function countChange({ db, tables: { rights } }: Pick<Queries, 'db' | 'tables'>): SQLWrapper {
  const counted = db.insert(rights).values({ id: 1, changes: 1 });
  return counted.onConflictDoUpdate({ target: rights.id, set: { changes: sql`${rights.changes} + 1` } });
}
