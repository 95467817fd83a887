import { required, sql } from '../drizzle.ts';

const {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} = required('drizzle-orm/pg-core') as typeof import('drizzle-orm/pg-core');

/**
 * The tables of `../sqlite/schema.ts`, documented there, for PostgreSQL 15, and two for the fleet. Models' exact words are
 * `json`, since `jsonb` cannot hold U+0000.
 */

const moment = (name: string) => bigint(name, { mode: 'number' });
const position = () => bigint({ mode: 'number' }).generatedAlwaysAsIdentity();

export const designs = pgTable(
  'designs',
  {
    id: text().primaryKey(),
    owner: integer(),
    epoch: moment('epoch').notNull().default(0),
    dueAt: moment('due_at'),
    arrivals: integer().notNull().default(0),
    version: integer().notNull().default(0),
    topic: text(),
    status: text(),
    phase: text(),
    step: text(),
    startedAt: moment('started_at'),
    endedAt: moment('ended_at'),
    startedBy: text('started_by'),
    successorOf: text('successor_of'),
    followUpOf: text('follow_up_of'),
    rehearsal: boolean().notNull().default(false),
    decision: text(),
    standing: text(),
    thread: jsonb(),
    costUsd: doublePrecision('spent_usd').notNull().default(0),
    setAside: text('set_aside'),
  },
  (design) => [
    index('designs_due').on(design.dueAt, design.id).where(sql`owner is null and due_at is not null`),
    index('designs_owned').on(design.owner).where(sql`owner is not null`),
    index('designs_thread')
      .on(sql`(thread ->> 'channel')`, sql`(thread ->> 'thread')`, design.id)
      .where(sql`thread is not null`),
    index('designs_starter').on(sql`(thread ->> 'starter')`, design.id).where(sql`thread is not null`),
    index('designs_successor').on(design.successorOf).where(sql`successor_of is not null`),
    index('designs_status').on(design.status, design.id).where(sql`status is not null`),
    index('designs_started').on(design.startedAt).where(sql`started_at is not null`),
  ],
);

const designId = () =>
  text('design_id')
    .notNull()
    .references(() => designs.id);

export const designEvents = pgTable(
  'design_events',
  {
    designId: designId(),
    seq: integer().notNull(),
    type: text().notNull(),
    payload: jsonb().notNull(),
    hash: text().notNull(),
    position: moment('position'),
  },
  (event) => [
    primaryKey({ columns: [event.designId, event.seq] }),
    uniqueIndex('design_events_position').on(event.position).where(sql`position is not null`),
    index('design_events_listed').on(event.designId, event.position).where(sql`position is not null`),
  ],
);

export const eventPositions = pgTable('event_positions', {
  id: integer().primaryKey(),
  last: moment('last').notNull(),
});

export const inbox = pgTable(
  'inbox',
  {
    id: text().primaryKey(),
    position: position(),
    designId: text('design_id').notNull(),
    command: jsonb().notNull(),
    receivedAt: moment('received_at').notNull(),
    answer: jsonb(),
  },
  (entry) => [index('inbox_unhandled').on(entry.designId, entry.position).where(sql`answer is null`)],
);

/**
 * Only the statement that updates a design adds rows, so none can lack its design. A foreign key took a sixth of that
 * statement's time.
 */
export const outbox = pgTable(
  'outbox',
  {
    designId: text('design_id').notNull(),
    position: moment('position').notNull(),
    effect: jsonb().notNull(),
    state: text().notNull().default('pending'),
    receipt: text().notNull().default(''),
  },
  (effect) => [primaryKey({ columns: [effect.designId, effect.position] })],
);

export const turns = pgTable(
  'turns',
  {
    turnId: text('turn_id').primaryKey(),
    position: position(),
    designId: designId(),
    record: json().notNull(),
  },
  (turn) => [index('turns_by_design').on(turn.designId, turn.position)],
);

export const traceParts = pgTable(
  'trace_parts',
  {
    position: position(),
    turnId: text('turn_id').notNull(),
    designId: designId(),
    usd: doublePrecision().notNull(),
    part: json().notNull(),
  },
  (part) => [primaryKey({ columns: [part.designId, part.position] })],
);

/** Daemons of the fleet. Each beats several times a second. */
export const daemons = pgTable('daemons', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  startedAt: timestamp('started_at', { withTimezone: true }).notNull().defaultNow(),
  beatAt: timestamp('beat_at', { withTimezone: true }).notNull().defaultNow(),
});

/** Work that one daemon does for the whole fleet. */
export const leaderships = pgTable('leaderships', {
  name: text().primaryKey(),
  daemon: integer()
    .notNull()
    .references(() => daemons.id, { onDelete: 'cascade' }),
});

export const accessTokens = pgTable('access_tokens', {
  id: text().primaryKey(),
  name: text().notNull(),
  role: text().notNull(),
  channels: jsonb(),
  sha256: text().notNull().unique(),
  createdAt: moment('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  expiresAt: moment('expires_at').notNull(),
  lastUsedAt: moment('last_used_at'),
  revokedAt: moment('revoked_at'),
});

export const passes = pgTable(
  'passes',
  {
    id: text().primaryKey(),
    kind: text().notNull(),
    holder: jsonb().notNull(),
    designId: text('design_id'),
    name: text().notNull(),
    way: text().notNull(),
    sha256: text().notNull().unique(),
    createdAt: moment('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    endsAt: moment('ends_at').notNull(),
    revokedAt: moment('revoked_at'),
  },
  (pass) => [index('passes_by_end').on(pass.endsAt)],
);

export const failures = pgTable(
  'failures',
  { designId: designId(), name: text().notNull(), at: moment('at').notNull(), text: text().notNull() },
  (failure) => [primaryKey({ columns: [failure.designId, failure.name] })],
);

export const forgotten = pgTable('forgotten', {
  designId: text('design_id').primaryKey(),
  count: integer().notNull(),
  head: text().notNull(),
  forgottenAt: moment('forgotten_at').notNull(),
  forgottenBy: text('forgotten_by').notNull(),
});

export const askedQuestions = pgTable('asked_questions', {
  id: text().primaryKey(),
  person: text().notNull(),
  askedAt: moment('asked_at').notNull(),
  usd: doublePrecision().notNull(),
});

export const dailyRuns = pgTable('daily_runs', {
  name: text().primaryKey(),
  ranAt: moment('ran_at').notNull(),
});

const now = sql`(extract(epoch from now()) * 1000)::bigint`;

export const responses = pgTable(
  'responses',
  {
    key: text().primaryKey(),
    designId: text('design_id'),
    status: integer().notNull(),
    body: text().notNull(),
    storedAt: moment('stored_at').notNull().default(now),
  },
  (response) => [
    index('responses_by_age').on(response.storedAt),
    index('responses_by_design').on(response.designId).where(sql`design_id is not null`),
  ],
);

export const readiness = pgTable('readiness', {
  id: integer().primaryKey(),
  checkedAt: moment('checked_at').notNull().default(now),
});

export const modelForms = pgTable(
  'model_forms',
  {
    endpoint: text().notNull(),
    model: text().notNull(),
    mark: text().notNull(),
    leftOut: jsonb('left_out').notNull(),
    at: moment('at').notNull(),
  },
  (form) => [primaryKey({ columns: [form.endpoint, form.model] })],
);
