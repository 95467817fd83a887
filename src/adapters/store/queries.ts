import type { Column, SQL } from 'drizzle-orm';
import type { SqliteRemoteDatabase } from 'drizzle-orm/sqlite-proxy';
import { parsedJson } from '../../record/json-lines.ts';
import { getTableColumns, is, sql, Table } from './drizzle.ts';
import type * as schema from './sqlite/schema.ts';

/** The tables that both dialects have, under the names and with the rows of SQLite's. */
export type Tables = typeof schema;

/** What reads and writes in the same way in both databases: builders of a dialect, its tables, and what carries a query out. */
export interface Queries {
  readonly db: SqliteRemoteDatabase;
  readonly tables: Tables;
  /** Returns the rows; of a write without `returning` there are none. Throws what the dialect's `storeError` makes of a failure. */
  rows<Rows>(query: PromiseLike<Rows>): Promise<Rows>;
}

/** Returns a value as one of a column's type, where a statement does not say which column it is for. */
export function valueFor<Value>(column: Column, value: Value): SQL<Value> {
  return sql`cast(${sql.param(value, column)} as ${sql.raw(column.getSQLType())})`;
}

/** Selects a column of JSON as the database gives it, text or parsed: one row that is no JSON keeps no other from being read (P11). */
export function rawJson(column: Column): SQL<unknown> {
  return sql`${column}`;
}

/** Returns what such a column holds; `undefined` for what is no JSON. */
export function jsonIn(raw: unknown): unknown {
  return typeof raw === 'string' ? parsedJson(raw) : raw;
}

type TableOfDesigns = Extract<Tables[keyof Tables], { readonly designId: Column }>;

/**
 * Lists the tables that hold anything of a design: all that have a column `designId` (P12), but for the one of tombstones. Some refer to
 * its row, which goes last.
 */
export function tablesOfDesigns(all: Tables): TableOfDesigns[] {
  return Object.values(all).filter(
    (table) => table !== all.forgotten && isOfDesigns(table),
  ) as TableOfDesigns[];
}

/** The same for a design that is collected: who did what with it is kept as long as any entry of the audit log (D8). */
export function collectedTables(all: Tables): TableOfDesigns[] {
  return tablesOfDesigns(all).filter((table) => table !== all.auditLog);
}

function isOfDesigns(table: unknown): boolean {
  return is(table, Table) && 'designId' in getTableColumns(table);
}
