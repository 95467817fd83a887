import type { SQL } from 'drizzle-orm';
import type postgres from 'postgres';
import { DrizzleQueryError, required } from '../drizzle.ts';
import type { Queries } from '../queries.ts';
import * as tables from './schema.ts';

const { drizzle } = required('drizzle-orm/pg-proxy') as typeof import('drizzle-orm/pg-proxy');
const { PgDialect } = required('drizzle-orm/pg-core') as typeof import('drizzle-orm/pg-core');

/** Writes drizzle's statements as text with `$1` for values. */
export const dialect = new PgDialect();

/** Runs one statement. Rows are arrays if `asArrays`, else objects by column name. */
export type Send = (text: string, values: unknown[], asArrays: boolean) => Promise<unknown[]>;

export function sendOver(client: postgres.Sql): Send {
  return async (text, values, asArrays) => {
    const query = client.unsafe(text, values as postgres.ParameterOrJSON<never>[], {
      prepare: true,
    });
    return await (asArrays ? query.values() : query);
  };
}

/** Drizzle's builders for both databases have the same methods. */
export interface Database extends Queries {
  /** For a statement by template; the caller knows the type of its rows. */
  execute<Row>(statement: SQL): Promise<Row[]>;
}

/**
 * Throws the errors of `send`. Drizzle's own contain the statement and its values, and so people's
 * words.
 */
export function createDatabase(send: Send): Database {
  const db = drizzle(async (text, values, method) => ({
    rows: await send(text, values, method === 'all'),
  })) as unknown as Queries['db'];
  const rows: Database['rows'] = async (query) => {
    try {
      return await query;
    } catch (error) {
      throw error instanceof DrizzleQueryError ? error.cause : error;
    }
  };
  const execute = async <Row>(statement: SQL) => {
    const { sql: text, params } = dialect.sqlToQuery(statement);
    return (await send(text, params, false)) as Row[];
  };
  return { db, tables, rows, execute };
}
