import { expect, test } from 'vitest';
import { getTableColumns, getTableName, is, Table } from '../../../src/adapters/store/drizzle.ts';
import * as postgres from '../../../src/adapters/store/postgres/schema.ts';
import { type Tables, tablesOfDesigns } from '../../../src/adapters/store/queries.ts';
import * as sqlite from '../../../src/adapters/store/sqlite/schema.ts';

/** What stays of a forgotten design, and its own row, which goes last. */
const APART = ['designs', 'forgotten'];

const named = (schema: object) =>
  Object.values(schema)
    .filter((each) => is(each, Table))
    .filter((table) => Object.values(getTableColumns(table)).some(({ name }) => name === 'design_id'))
    .map((table) => getTableName(table));

test.each([
  ['SQLite', sqlite],
  ['Postgres', postgres as unknown as Tables],
])('P12: every table of %s that names a design is emptied of it when it is forgotten', (_, schema) => {
  const emptied = tablesOfDesigns(schema).map((table) => getTableName(table));
  expect(emptied).toContain('design_events');
  expect(emptied).toEqual(named(schema).filter((name) => !APART.includes(name)));
});
