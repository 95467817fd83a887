import { required, sql } from '../drizzle.ts';

const { integer, sqliteTable, text, ...sqlite } = required(
  'drizzle-orm/sqlite-core',
) as typeof import('drizzle-orm/sqlite-core');

const json = (name: string) => text(name, { mode: 'json' });

export const dialect = {
  ...sqlite,
  table: sqliteTable,
  text,
  integer,
  moment: (name: string) => integer(name),
  boolean: () => integer({ mode: 'boolean' }),
  json,
  exactJson: json,
  position: () => integer().primaryKey(),
  random: sql`(lower(hex(randomblob(16))))`,
  now: sql`(cast(unixepoch('subsec') * 1000 as integer))`,
};
