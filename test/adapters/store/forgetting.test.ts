import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { getTableName, is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { expect, test } from 'vitest';
import * as schema from '../../../src/adapters/store/postgres/schema.ts';
import { OF_A_DESIGN } from '../../../src/adapters/store/records/removals.ts';

/** What stays of a forgotten design, and its own row, which goes last. */
const APART = ['designs', 'forgotten'];
const FORGOTTEN = [...OF_A_DESIGN].toSorted();

test('P12: every table of Postgres that names a design is emptied of it when it is forgotten', () => {
  const tables = Object.values(schema).filter((each) => is(each, PgTable));
  const named = tables
    .filter((table) => getTableConfig(table).columns.some(({ name }) => name === 'design_id'))
    .map((table) => getTableName(table));
  expect(named.filter((name) => !APART.includes(name)).toSorted()).toEqual(FORGOTTEN);
});

test('P12: every table of SQLite that names a design is emptied of it when it is forgotten', () => {
  const database = new DatabaseSync(':memory:');
  const migration = join(import.meta.dirname, '../../../migrations/sqlite/0000_charrette.sql');
  database.exec(readFileSync(migration, 'utf8'));
  const named = database
    .prepare(
      `select m.name from sqlite_schema m join pragma_table_info(m.name) c
        where m.type = 'table' and c.name = 'design_id' order by m.name`,
    )
    .all()
    .map(({ name }) => String(name));
  database.close();
  expect(named.filter((name) => !APART.includes(name))).toEqual(FORGOTTEN);
});
