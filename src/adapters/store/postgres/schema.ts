import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';

/**
 * A moment in milliseconds since the epoch. The schema must work on PostgreSQL 15. After a change here, `npm run generate`
 * writes the migration; `migrations/sqlite` gets the same by hand.
 */
const moment = (name: string) => bigint(name, { mode: 'number' });
/** The order in which rows came in. */
const position = () => bigint({ mode: 'number' }).generatedAlwaysAsIdentity();

/**
 * One row per design: its owner and version for appending, and the projection for lists. The row exists from the first accepted
 * command on, at version 0 and with an empty projection until the first event.
 */
export const designs = pgTable(
  'designs',
  {
    id: text().primaryKey(),
    /** The daemon that owns it; null without an owner. */
    owner: integer(),
    /** Raised with every change of owner, so that late writes of an earlier owner are refused. */
    epoch: integer().notNull().default(0),
    /** The moment from which an unowned design needs an owner; null: never. Ignored while it is owned. */
    dueAt: moment('due_at'),
    /** Entries of the inbox ever accepted for it. */
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
    /** The decision's sentence, if the design ended with one. */
    decision: text(),
    /** How that decision stands since the end; null: there is none, or the row is of an earlier version. */
    standing: text(),
    /** Its place on a chat platform; null: none. */
    thread: jsonb(),
    /** Known cost of all its calls in USD, for comparison with a day's budget. */
    spentUsd: doublePrecision('spent_usd').notNull().default(0),
    /** Why it is set aside: what is stored of it is not what was recorded (P11). Null: it is as it was. */
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

/** Append-only: no code updates a row. */
export const designEvents = pgTable(
  'design_events',
  {
    designId: designId(),
    seq: integer().notNull(),
    type: text().notNull(),
    payload: jsonb().notNull(),
    hash: text().notNull(),
  },
  (event) => [primaryKey({ columns: [event.designId, event.seq] })],
);

/** Commands from outside, stored before they are acknowledged (P5). An entry may precede its design, so it refers to none. */
export const inbox = pgTable(
  'inbox',
  {
    id: text().primaryKey(),
    position: position(),
    designId: text('design_id').notNull(),
    command: jsonb().notNull(),
    receivedAt: moment('received_at').notNull(),
    /** Its answer; null while it is not handled. */
    answer: jsonb(),
  },
  (entry) => [index('inbox_unhandled').on(entry.designId, entry.position).where(sql`answer is null`)],
);

/**
 * Effects of committed events with their progress (P4). `position` follows from the effect's id. Rows are added only by the
 * statement that moves a design on, so none can lack its design: a reference took a sixth of that statement's time.
 */
export const outbox = pgTable(
  'outbox',
  {
    designId: text('design_id').notNull(),
    position: moment('position').notNull(),
    effect: jsonb().notNull(),
    state: text().notNull().default('pending'),
    attempts: integer().notNull().default(0),
    receipt: text().notNull().default(''),
  },
  (effect) => [primaryKey({ columns: [effect.designId, effect.position] })],
);

/** One record per turn (T1). `json`, not `jsonb`: a record keeps a model's words to the letter, and jsonb has no U+0000. */
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

/**
 * Traces of turns under way, in parts that are only ever appended (T6); gone once the turn's record is there. `usd`: the least
 * that the call under way has cost, as of this part. `json` as in `turns`.
 */
export const traceParts = pgTable(
  'trace_parts',
  {
    designId: designId(),
    position: position(),
    turnId: text('turn_id').notNull(),
    usd: doublePrecision().notNull(),
    part: json().notNull(),
  },
  (part) => [primaryKey({ columns: [part.designId, part.position] })],
);

/** The daemons that are there, each of which beats several times a second. `host` and `pid` are for people. */
export const daemons = pgTable('daemons', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  startedAt: timestamp('started_at', { withTimezone: true }).notNull().defaultNow(),
  beatAt: timestamp('beat_at', { withTimezone: true }).notNull().defaultNow(),
  host: text().notNull(),
  pid: integer().notNull(),
});

/** Leaderships: work that one daemon does for the whole fleet. A row goes with its daemon's. `acquiredAt` is for people. */
export const leaderships = pgTable('leaderships', {
  name: text().primaryKey(),
  daemon: integer()
    .notNull()
    .references(() => daemons.id, { onDelete: 'cascade' }),
  acquiredAt: timestamp('acquired_at', { withTimezone: true }).notNull().defaultNow(),
});

export const lessons = pgTable('lessons', {
  designId: designId().primaryKey(),
  lesson: jsonb().notNull(),
});

/** Lessons that people have dismissed. A table of its own, since lessons are computed, and this is not. */
export const lessonDismissals = pgTable('lesson_dismissals', {
  designId: designId().primaryKey(),
  dismissedAt: moment('dismissed_at').notNull(),
  dismissedBy: text('dismissed_by').notNull(),
});

/** Named tokens of the API (D8). Of a token only its SHA-256 is kept; a revoked one stays, as the audit log names it. */
export const accessTokens = pgTable('access_tokens', {
  id: text().primaryKey(),
  name: text().notNull(),
  role: text().notNull(),
  /** Channels whose designs it may read and act in, as `platform/channel`; null: all. */
  channels: jsonb(),
  sha256: text().notNull().unique(),
  createdAt: moment('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  expiresAt: moment('expires_at'),
  lastUsedAt: moment('last_used_at'),
  revokedAt: moment('revoked_at'),
});

/**
 * Sessions of browsers, links that sign in once, and links to read one design. Of each only its secret's SHA-256 is kept; one that
 * is over stays as long as the audit log.
 */
export const passes = pgTable(
  'passes',
  {
    id: text().primaryKey(),
    kind: text().notNull(),
    holder: jsonb().notNull(),
    /** The one design of a link; null for any other. */
    designId: text('design_id'),
    name: text().notNull(),
    way: text().notNull(),
    sha256: text().notNull().unique(),
    createdAt: moment('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    endsAt: moment('ends_at').notNull(),
    lastUsedAt: moment('last_used_at'),
    revokedAt: moment('revoked_at'),
  },
  (pass) => [index('passes_by_end').on(pass.endsAt)],
);

/** Changes of lists of designs, in the order in which they can be read. Bounded by age; refers to no design, and goes with it. */
export const milestones = pgTable(
  'milestones',
  {
    position: position().primaryKey(),
    designId: text('design_id').notNull(),
    at: moment('at').notNull(),
    milestone: jsonb().notNull(),
  },
  (milestone) => [
    index('milestones_by_time').on(milestone.at),
    index('milestones_by_design').on(milestone.designId),
  ],
);

/** Who did what, by which way in, when and from where; refusals too (D8). Bounded by age. */
export const auditLog = pgTable(
  'audit_log',
  {
    position: position().primaryKey(),
    at: moment('at').notNull(),
    /** The design that it is about; null for none. */
    designId: text('design_id'),
    entry: jsonb().notNull(),
  },
  (entry) => [
    index('audit_log_by_time').on(entry.at),
    index('audit_log_by_design').on(entry.designId, entry.position).where(sql`design_id is not null`),
  ],
);

/** Diagnostics of crashed sessions, so that every daemon of a fleet can show them. Bounded in size and number. */
export const failures = pgTable(
  'failures',
  { designId: designId(), name: text().notNull(), at: moment('at').notNull(), text: text().notNull() },
  (failure) => [primaryKey({ columns: [failure.designId, failure.name] })],
);

/** Designs that an operator has forgotten (P12): what is left of them. */
export const forgotten = pgTable('forgotten', {
  designId: text('design_id').primaryKey(),
  count: integer().notNull(),
  head: text().notNull(),
  forgottenAt: moment('forgotten_at').notNull(),
  forgottenBy: text('forgotten_by').notNull(),
});

/** Questions about decisions (J14) of the last days, and what each has cost by now. `person`: a hash. Bounded by age. */
export const askedQuestions = pgTable('asked_questions', {
  id: text().primaryKey(),
  person: text().notNull(),
  askedAt: moment('asked_at').notNull(),
  usd: doublePrecision().notNull(),
});

/** Starts that wait for a person's choice. Bounded by age and number. */
export const heldStarts = pgTable('held_starts', {
  name: text().primaryKey(),
  heldAt: moment('held_at').notNull(),
  start: jsonb().notNull(),
});

/** When work that is done every day was last done. */
export const dailyRuns = pgTable('daily_runs', {
  name: text().primaryKey(),
  ranAt: moment('ran_at').notNull(),
});

/** Answers to requests that carried an idempotency key. `storedAt` is what collection will go by. */
export const responses = pgTable(
  'responses',
  {
    key: text().primaryKey(),
    /** The design that it is about; null for none. */
    designId: text('design_id'),
    status: integer().notNull(),
    body: text().notNull(),
    storedAt: timestamp('stored_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (response) => [index('responses_by_design').on(response.designId).where(sql`design_id is not null`)],
);

/** One row, written by `ping`: a read-only store is not ready. */
export const readiness = pgTable('readiness', {
  id: smallint().primaryKey(),
  checkedAt: timestamp('checked_at', { withTimezone: true }).notNull(),
});
