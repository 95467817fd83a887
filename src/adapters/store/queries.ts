import type { Column, SQL, SQLWrapper } from 'drizzle-orm';
import type { SqliteRemoteDatabase } from 'drizzle-orm/sqlite-proxy';
import { parseJsonBytes } from '../../record/json-lines.ts';
import type { Tables } from './columns.ts';
import { getTableColumns, is, sql, Table } from './drizzle.ts';

/**
 * For queries shared by both databases: a dialect's builders and tables, and `rows` to run them.
 */
export interface Queries {
  readonly db: SqliteRemoteDatabase;
  readonly tables: Tables;
  /** A write without `returning` gives none. Throws the dialect's `convertStoreError`. */
  rows<Rows>(query: PromiseLike<Rows>): Promise<Rows>;
}

/** Statements of one transaction. What they return is not read. */
export interface ChangeStatements {
  /**
   * Each must change a row, or nothing is stored. They are carried out first, and lock what the
   * others need.
   */
  readonly required: readonly SQLWrapper[];
  readonly others: readonly SQLWrapper[];
}

export interface Transactions extends Queries {
  /**
   * Stores all or nothing, and returns whether it did. Throws the dialect's `convertStoreError`.
   */
  transact(changes: ChangeStatements): Promise<boolean>;
}

/** Casts a value to a column's type, if the statement does not imply it. */
export function castValue<Value>(column: Column, value: Value): SQL<Value> {
  return sql`cast(${sql.param(value, column)} as ${sql.raw(column.getSQLType())})`;
}

/**
 * JSON as the database returns it, text or parsed. Not parsed here, so that one invalid row does
 * not prevent reading the others.
 */
export function selectRaw(column: Column): SQL<unknown> {
  return sql`${column}`;
}

export function parseStoredJson(raw: unknown): unknown {
  return typeof raw === 'string' ? parseJsonBytes(raw) : raw;
}

type TableOfDesigns = Extract<Tables[keyof Tables], { readonly designId: Column }>;

/**
 * All tables with a column `designId`, except the tombstones. The design's row goes last, since
 * some refer to it.
 */
export function listTablesOfDesigns(all: Tables): TableOfDesigns[] {
  return Object.values(all).filter(
    (table) => table !== all.forgotten && isOfDesigns(table),
  ) as TableOfDesigns[];
}

function isOfDesigns(table: unknown): boolean {
  return is(table, Table) && 'designId' in getTableColumns(table);
}

/** Rows to delete by one statement, so that other work gets its turn in between. */
const REMOVED_TOGETHER = 200;

export async function removeInBatches(
  remove: (limit: number) => Promise<readonly unknown[]>,
): Promise<number> {
  let removed = 0;
  for (;;) {
    const { length } = await remove(REMOVED_TOGETHER);
    removed += length;
    if (length < REMOVED_TOGETHER) return removed;
  }
}
