import type { Table as AnyTable } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { getTableColumns, getTableName, is, Table } from '#adapters/store/drizzle.ts';
import * as postgres from '#adapters/store/postgres/schema.ts';
import { listTablesOfDesigns } from '#adapters/store/queries.ts';
import * as sqlite from '#adapters/store/sqlite/schema.ts';

/** What stays of a forgotten design, and its own row, which goes last. */
const APART = ['designs', 'forgotten'];

/** Tables whose rows belong to no design, and why none of them holds a word of one. */
const OF_NO_DESIGN = {
  access_tokens: 'tokens, by their operators’ names for them',
  asked_questions: 'an id, a hash of a person and an amount',
  daemons: 'names of daemons',
  daily_runs: 'names of daily work',
  event_positions: 'a number',
  leaderships: 'names of daemons',
  model_forms: 'what endpoints refuse of the form of a request, in their words',
  readiness: 'a moment',
  rights: 'drawn numbers',
};

const tablesIn = (schema: object) => Object.values(schema).filter((each) => is(each, Table));
const isNamed = (table: AnyTable) =>
  Object.values(getTableColumns(table)).some(({ name }) => name === 'design_id');
const named = (schema: object) =>
  tablesIn(schema)
    .filter(isNamed)
    .map((table) => getTableName(table));

test.each([
  ['SQLite', sqlite],
  ['Postgres', postgres],
])(
  'P12: every table of %s that names a design is emptied of it when it is forgotten',
  (_, schema) => {
    const emptied = listTablesOfDesigns(schema).map((table) => getTableName(table));
    expect(emptied).toContain('design_events');
    const others = tablesIn(schema)
      .filter((table) => !isNamed(table))
      .map((table) => getTableName(table));
    expect(
      others.filter((name) => ![...APART, ...Object.keys(OF_NO_DESIGN)].includes(name)),
    ).toEqual([]);
    expect(emptied).toEqual(named(schema).filter((name) => !APART.includes(name)));
  },
);
