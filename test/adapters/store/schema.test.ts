import { readFileSync } from 'node:fs';
import type { Table as AnyTable, Column } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { getTableColumns, getTableName, is, Table } from '#adapters/store/drizzle.ts';
import * as postgres from '#adapters/store/postgres/schema.ts';
import * as sqlite from '#adapters/store/sqlite/schema.ts';

const tablesOf = (schema: object): [string, AnyTable][] =>
  Object.entries(schema).filter(([, table]) => is(table, Table));
const columnsOf = (table: AnyTable): [string, Column][] => Object.entries(getTableColumns(table));

interface Snapshot {
  readonly tables: Record<
    string,
    { name: string; columns: Record<string, { type: string; notNull: boolean }> }
  >;
}

test.each([
  ['sqlite', sqlite],
  ['postgres', postgres],
])('the migrations of %s were generated from its schema as it is', (dialect, schema) => {
  const folder = `migrations/${dialect}/meta`;
  const { idx } = JSON.parse(readFileSync(`${folder}/_journal.json`, 'utf8')).entries.at(-1);
  const { tables }: Snapshot = JSON.parse(
    readFileSync(`${folder}/${String(idx).padStart(4, '0')}_snapshot.json`, 'utf8'),
  );
  const generated = Object.values(tables).map(({ name, columns }) => [
    name,
    Object.fromEntries(
      Object.entries(columns).map(([key, { type, notNull }]) => [key, { type, notNull }]),
    ),
  ]);
  const stated = tablesOf(schema).map(([, table]) => [
    getTableName(table),
    Object.fromEntries(
      columnsOf(table).map(([, column]) => [
        column.name,
        { type: column.getSQLType(), notNull: column.notNull },
      ]),
    ),
  ]);
  expect(Object.fromEntries(generated)).toEqual(Object.fromEntries(stated));
});
