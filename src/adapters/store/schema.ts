import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
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
 * The one schema of both databases. It must work on PostgreSQL 15 as well as on PGlite's 18. After a change here,
 * `npm run generate` writes the migration. Moments are milliseconds since the epoch.
 */
const moment = (name: string) => bigint(name, { mode: 'number' });
/** The order in which rows came in. */
const position = () => bigint({ mode: 'number' }).generatedAlwaysAsIdentity();

/**
 * One row per design: who may append to it and at which version, and the projection that lists are made of. The
 * row is there from the first claim on, at version 0 and with an empty projection until the first event.
 */
export const designs = pgTable(
  'designs',
  {
    id: text().primaryKey(),
    epoch: integer().notNull(),
    version: integer().notNull(),
    topic: text(),
    status: text(),
    phase: text(),
    step: text(),
    startedAt: moment('started_at'),
    endedAt: moment('ended_at'),
    startedBy: text('started_by'),
    successorOf: text('successor_of'),
    /** All armed timers, always read and replaced together: a column costs a commit no statement of its own. */
    timers: jsonb().notNull(),
  },
  (design) => [
    index('designs_by_status').on(design.status, design.id),
    index('designs_unfinished').on(design.id).where(sql`status in ('running', 'awaiting_input')`),
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

/** P5: what came from outside. An entry may precede its design, so it refers to none. */
export const inbox = pgTable(
  'inbox',
  {
    id: text().primaryKey(),
    position: position(),
    designId: text('design_id').notNull(),
    command: jsonb().notNull(),
    receivedAt: moment('received_at').notNull(),
    handled: boolean().notNull().default(false),
  },
  (entry) => [index('inbox_unhandled').on(entry.designId, entry.position).where(sql`not handled`)],
);

/** P4: effects of committed events, and how far each has come. */
export const outbox = pgTable(
  'outbox',
  {
    id: text().primaryKey(),
    position: position(),
    designId: designId(),
    effect: jsonb().notNull(),
    state: text().notNull().default('pending'),
    attempts: integer().notNull().default(0),
  },
  (effect) => [
    index('outbox_pending')
      .on(effect.designId, effect.position)
      .where(sql`state in ('pending', 'attempted')`),
  ],
);

/**
 * T1: one record per turn. `json`, not `jsonb`: a record keeps what a model said to the letter, and jsonb has no
 * U+0000.
 */
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

/** Answers to requests that carried an idempotency key. `storedAt` is what collection will go by. */
export const responses = pgTable('responses', {
  key: text().primaryKey(),
  status: integer().notNull(),
  body: text().notNull(),
  storedAt: timestamp('stored_at', { withTimezone: true }).notNull().defaultNow(),
});

/** One row, written by `ping`: a store that can only be read is not ready. */
export const readiness = pgTable('readiness', {
  id: smallint().primaryKey(),
  checkedAt: timestamp('checked_at', { withTimezone: true }).notNull(),
});
