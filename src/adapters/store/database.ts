import type { SQL } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/** Either database, as far as the queries are concerned: they use nothing that only one of the drivers has. */
export type Database = PgDatabase<PgQueryResultHKT>;

/** Does one piece of work on the database as it can be reached now. Throws what `storeError` makes of a failure. */
export type Run = <Result>(work: (database: Database) => Promise<Result>) => Promise<Result>;

/**
 * The rows of a statement written by hand, which the caller knows the shape of: one driver returns an array, the other
 * an object that holds one.
 */
export async function execute<Row>(database: Database, statement: SQL): Promise<Row[]> {
  const result: unknown = await database.execute(statement);
  if (Array.isArray(result)) return result;
  if (typeof result === 'object' && result !== null && 'rows' in result && Array.isArray(result.rows)) {
    return result.rows;
  }
  throw new Error('the database driver returned no rows in any form that is known');
}
