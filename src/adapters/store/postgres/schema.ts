import { type Dialect, tablesOf } from '../columns.ts';
import { required, sql } from '../drizzle.ts';

const { bigint, doublePrecision, json, jsonb, pgTable, timestamp, ...pg } = required(
  'drizzle-orm/pg-core',
) as typeof import('drizzle-orm/pg-core');

/** PostgreSQL 15. Models' exact words are `json`, since `jsonb` cannot hold U+0000. */
const dialect = {
  ...pg,
  table: pgTable,
  moment: (name: string) => bigint(name, { mode: 'number' }),
  real: doublePrecision,
  json: jsonb,
  exactJson: json,
  position: () => bigint({ mode: 'number' }).generatedByDefaultAsIdentity().primaryKey(),
  random: sql`md5(gen_random_uuid()::text)`,
  now: sql`(extract(epoch from now()) * 1000)::bigint`,
} as unknown as Dialect;

export const {
  designs,
  designEvents,
  eventPositions,
  inbox,
  outbox,
  turns,
  traceParts,
  accessTokens,
  rights,
  logins,
  failures,
  forgotten,
  askedQuestions,
  dailyRuns,
  responses,
  readiness,
  modelForms,
} = tablesOf(dialect);

const { text, moment, position, table } = dialect;
const momentNow = ((name: string) =>
  timestamp(name, { withTimezone: true }).notNull().defaultNow()) as unknown as typeof text;

/** Daemons of the fleet. Each beats several times a second. */
export const daemons = table('daemons', {
  id: position(),
  startedAt: momentNow('started_at'),
  beatAt: momentNow('beat_at'),
});

/** Work that one daemon does for the whole fleet. */
export const leaderships = table('leaderships', {
  name: text().primaryKey(),
  daemon: moment('daemon')
    .notNull()
    .references(() => daemons.id, { onDelete: 'cascade' }),
});
