import type { SQLWrapper } from 'drizzle-orm';
import { inArray, min, sql } from './drizzle.ts';
import type { Queries } from './queries.ts';

type Parts = Pick<Queries, 'db' | 'tables'>;

/** The position of the change that names the store. */
export function selectFirst({ db, tables: { rights } }: Parts) {
  return db.select({ position: min(rights.position) }).from(rights);
}

/**
 * The statements that count a change of rights: a new one, or one that others know, of which
 * nothing is stored if the store has it. They go first in the transaction of each. The first lets
 * one pass at a time, so that positions are in the order of commits.
 */
export function countChange(parts: Parts, id?: string): SQLWrapper[] {
  const { rights } = parts.tables;
  const counted = parts.db.insert(rights).values({ id });
  return [
    parts.db
      .update(rights)
      .set({ position: sql`${rights.position}` })
      .where(inArray(rights.position, selectFirst(parts))),
    counted.onConflictDoNothing({ target: rights.id }),
  ];
}
