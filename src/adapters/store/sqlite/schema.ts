import { required, sql } from '../drizzle.ts';

const { check, index, integer, primaryKey, real, sqliteTable, text } = required(
  'drizzle-orm/sqlite-core',
) as typeof import('drizzle-orm/sqlite-core');

/**
 * The tables, as the embedded store has them; `../postgres/schema.ts` states the same ones for Postgres, under the same names. After a
 * change in either, `npm run generate` writes the migrations. Each index that a commit changes is a page more that it writes and
 * flushes, so there are few. Whatever has a column `designId` goes with its design (P12).
 */

/** A moment in milliseconds since the epoch. */
const moment = (name: string) => integer(name);
/** The order in which rows came in. */
const position = () => integer().primaryKey();
/** The same, in which no number is given twice. */
const lastingPosition = () => integer().primaryKey({ autoIncrement: true });
const json = (name?: string) => (name === undefined ? text({ mode: 'json' }) : text(name, { mode: 'json' }));

/**
 * One row per design: its owner and version for appending, and the projection for lists. The row exists from the first accepted
 * command on, at version 0 and with an empty projection until the first event.
 */
export const designs = sqliteTable(
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
    rehearsal: integer({ mode: 'boolean' }).notNull().default(false),
    /** The decision's sentence, if the design ended with one. */
    decision: text(),
    /** How that decision stands since the end; null: there is none. */
    standing: text(),
    /** Its place on a chat platform; null: none. */
    thread: json(),
    /** Known cost of all its calls in USD, for comparison with a day's budget. */
    costUsd: real('spent_usd').notNull().default(0),
    /** Why it is set aside: what is stored of it is not what was recorded (P11). Null: it is as it was. */
    setAside: text('set_aside'),
  },
  (design) => [
    index('designs_due').on(design.dueAt, design.id).where(sql`owner is null and due_at is not null`),
    index('designs_owned').on(design.owner).where(sql`owner is not null`),
    index('designs_thread')
      .on(sql`thread ->> 'channel'`, sql`thread ->> 'thread'`, design.id)
      .where(sql`thread is not null`),
    index('designs_starter').on(sql`thread ->> 'starter'`, design.id).where(sql`thread is not null`),
    index('designs_successor').on(design.successorOf).where(sql`successor_of is not null`),
    // Lists begin with designs that are running or waiting: few among many that have ended.
    index('designs_status').on(design.status, design.id).where(sql`status is not null`),
    index('designs_started').on(design.startedAt).where(sql`started_at is not null`),
  ],
);

const designId = () =>
  text('design_id')
    .notNull()
    .references(() => designs.id);

/** Append-only: no code updates a row. */
export const designEvents = sqliteTable(
  'design_events',
  {
    designId: designId(),
    seq: integer().notNull(),
    type: text().notNull(),
    payload: json().notNull(),
    hash: text().notNull(),
  },
  (event) => [primaryKey({ columns: [event.designId, event.seq] })],
);

/** Commands from outside, stored before they are acknowledged (P5). An entry may precede its design, so it refers to none. */
export const inbox = sqliteTable(
  'inbox',
  {
    position: position(),
    id: text().notNull().unique(),
    designId: text('design_id').notNull(),
    command: json().notNull(),
    receivedAt: moment('received_at').notNull(),
    /** Its answer; null while it is not handled. */
    answer: json(),
  },
  (entry) => [
    index('inbox_by_design').on(entry.designId, entry.position),
    index('inbox_unhandled').on(entry.designId).where(sql`answer is null`),
  ],
);

/** Effects of committed events with their progress (P4). `position` follows from the effect's id. */
export const outbox = sqliteTable(
  'outbox',
  {
    designId: text('design_id').notNull(),
    position: integer().notNull(),
    effect: json().notNull(),
    state: text().notNull().default('pending'),
    attempts: integer().notNull().default(0),
    receipt: text().notNull().default(''),
  },
  (effect) => [primaryKey({ columns: [effect.designId, effect.position] })],
);

/** One record per turn (T1), with a model's words to the letter. */
export const turns = sqliteTable(
  'turns',
  {
    position: position(),
    turnId: text('turn_id').notNull().unique(),
    designId: designId(),
    record: json().notNull(),
  },
  (turn) => [index('turns_by_design').on(turn.designId, turn.position)],
);

/**
 * Traces of turns under way, in parts that are only ever appended (T6); gone once the turn's record is there. `usd`: the least
 * that the call under way has cost, as of this part.
 */
export const traceParts = sqliteTable(
  'trace_parts',
  {
    position: position(),
    turnId: text('turn_id').notNull(),
    designId: designId(),
    usd: real().notNull(),
    part: json().notNull(),
  },
  (part) => [index('trace_parts_by_design').on(part.designId, part.position)],
);

export const lessons = sqliteTable('lessons', {
  designId: designId().primaryKey(),
  lesson: json().notNull(),
});

/** Lessons that people have dismissed. A table of its own, since lessons are computed, and this is not. */
export const lessonDismissals = sqliteTable('lesson_dismissals', {
  designId: designId().primaryKey(),
  dismissedAt: moment('dismissed_at').notNull(),
  dismissedBy: text('dismissed_by').notNull(),
});

/** Named tokens of the API (D8). Of a token only its SHA-256 is kept; a revoked one stays, as the audit log names it. */
export const accessTokens = sqliteTable('access_tokens', {
  id: text().primaryKey(),
  name: text().notNull(),
  role: text().notNull(),
  /** Channels whose designs it may read and act in, as `platform/channel`; null: all. */
  channels: json(),
  sha256: text().notNull().unique(),
  createdAt: moment('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  expiresAt: moment('expires_at').notNull(),
  /** The session with which it ends; null: it ends with none. */
  sessionId: text('session_id'),
  lastUsedAt: moment('last_used_at'),
  revokedAt: moment('revoked_at'),
});

/**
 * Sessions of browsers, links that sign in once, and links to read one design. Of each only its secret's SHA-256 is kept; one that
 * is over stays as long as the audit log.
 */
export const passes = sqliteTable(
  'passes',
  {
    id: text().primaryKey(),
    kind: text().notNull(),
    holder: json().notNull(),
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
export const milestones = sqliteTable(
  'milestones',
  {
    position: lastingPosition(),
    designId: text('design_id').notNull(),
    at: moment('at').notNull(),
    milestone: json().notNull(),
  },
  (milestone) => [
    index('milestones_by_time').on(milestone.at),
    index('milestones_by_design').on(milestone.designId),
  ],
);

/** Who did what, by which way in, when and from where; refusals too (D8). Bounded by age. */
export const auditLog = sqliteTable(
  'audit_log',
  {
    position: lastingPosition(),
    at: moment('at').notNull(),
    /** The design that it is about; null for none. */
    designId: text('design_id'),
    entry: json().notNull(),
  },
  (entry) => [
    index('audit_log_by_time').on(entry.at),
    index('audit_log_by_design').on(entry.designId, entry.position).where(sql`design_id is not null`),
  ],
);

/** Diagnostics of crashed sessions, so that every daemon of a fleet can show them. Bounded in size and number. */
export const failures = sqliteTable(
  'failures',
  { designId: designId(), name: text().notNull(), at: moment('at').notNull(), text: text().notNull() },
  (failure) => [primaryKey({ columns: [failure.designId, failure.name] })],
);

/** Tombstones of designs that an operator has forgotten (P12). */
export const forgotten = sqliteTable('forgotten', {
  designId: text('design_id').primaryKey(),
  count: integer().notNull(),
  head: text().notNull(),
  forgottenAt: moment('forgotten_at').notNull(),
  forgottenBy: text('forgotten_by').notNull(),
});

/** Questions about decisions (J14) of the last days, and what each has cost by now. `person`: a hash. Bounded by age. */
export const askedQuestions = sqliteTable('asked_questions', {
  id: text().primaryKey(),
  person: text().notNull(),
  askedAt: moment('asked_at').notNull(),
  usd: real().notNull(),
});

/** Verdicts of readers on what a design was worth to them, one for each. `person`: a hash. */
export const ratings = sqliteTable(
  'ratings',
  {
    designId: designId(),
    person: text().notNull(),
    isUseful: integer('is_useful', { mode: 'boolean' }).notNull(),
    ratedAt: moment('rated_at').notNull(),
    depth: text().notNull(),
    /** Ids of the personas that proposed, and names of the models that spoke. */
    personas: json().notNull(),
    models: json().notNull(),
  },
  (rating) => [primaryKey({ columns: [rating.designId, rating.person] })],
);

/** When work that is done every day was last done. */
export const dailyRuns = sqliteTable('daily_runs', {
  name: text().primaryKey(),
  ranAt: moment('ran_at').notNull(),
});

const now = sql`(cast(unixepoch('subsec') * 1000 as integer))`;

/** Answers to requests that carried an idempotency key, which is as long as an index of Postgres takes it. */
export const responses = sqliteTable(
  'responses',
  {
    key: text().primaryKey(),
    /** The design that it is about; null for none. */
    designId: text('design_id'),
    status: integer().notNull(),
    body: text().notNull(),
    storedAt: moment('stored_at').notNull().default(now),
  },
  (response) => [
    index('responses_by_age').on(response.storedAt),
    index('responses_by_design').on(response.designId).where(sql`design_id is not null`),
    check('responses_key', sql`length(key) <= 2000`),
  ],
);

/** One row, written by `ping`: a read-only store is not ready. */
export const readiness = sqliteTable('readiness', {
  id: integer().primaryKey(),
  checkedAt: moment('checked_at').notNull().default(now),
});

/** The form in which one model of one endpoint takes requests, as it was found out. */
export const modelForms = sqliteTable(
  'model_forms',
  {
    endpoint: text().notNull(),
    model: text().notNull(),
    mark: text().notNull(),
    leftOut: json('left_out').notNull(),
    at: moment('at').notNull(),
  },
  (form) => [primaryKey({ columns: [form.endpoint, form.model] })],
);
