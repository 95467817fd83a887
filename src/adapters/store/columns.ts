import { sql } from './drizzle.ts';
import type { dialect } from './sqlite/dialect.ts';

/** Column types and the parts of tables as one database has them, in SQLite's types. */
export type Dialect = typeof dialect;

export type Tables = ReturnType<typeof tablesOf>;

/**
 * The store's tables, the same in both databases. After a change, `npm run generate` writes the
 * migrations. There are few indexes, since a commit writes and flushes one more page for each that
 * it changes. A row with a `designId` is deleted with its design.
 */
export function tablesOf({
  table,
  index,
  uniqueIndex,
  primaryKey,
  check,
  text,
  integer,
  moment,
  real,
  boolean,
  json,
  exactJson,
  position,
  now,
  random,
}: Dialect) {
  /**
   * One row per design: owner and version for appending, and a summary for lists. It exists from
   * the first accepted command on, at version 0 and without a summary until the first event.
   */
  const designs = table(
    'designs',
    {
      id: text().primaryKey(),
      /** The daemon that owns it, or `null`. */
      owner: integer(),
      /** Grows with every change of owner, so that late writes of an earlier owner are refused. */
      epoch: moment('epoch').notNull().default(0),
      /**
       * From this moment an unowned design needs an owner; `null`: never. Ignored while it is
       * owned.
       */
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
      thread: json('thread'),
      /** Known cost of all its calls in USD, counted against the day's budget. */
      costUsd: real('spent_usd').notNull().default(0),
      /** The reason why it is set aside: its events are not as they were recorded. Else `null`. */
      setAside: text('set_aside'),
    },
    (design) => [
      index('designs_due')
        .on(design.dueAt, design.id)
        .where(sql`owner is null and due_at is not null`),
      index('designs_owned').on(design.owner).where(sql`owner is not null`),
      index('designs_thread')
        .on(sql`(thread ->> 'channel')`, sql`(thread ->> 'thread')`, design.id)
        .where(sql`thread is not null`),
      index('designs_starter')
        .on(sql`(thread ->> 'starter')`, design.id)
        .where(sql`thread is not null`),
      index('designs_successor').on(design.successorOf).where(sql`successor_of is not null`),
      // Lists begin with designs that are running or waiting, which are few.
      index('designs_status').on(design.status, design.id).where(sql`status is not null`),
      index('designs_started').on(design.startedAt).where(sql`started_at is not null`),
    ],
  );

  const designId = () =>
    text('design_id')
      .notNull()
      .references(() => designs.id);

  /**
   * Append-only: no code updates a row. `position`: place in the order of all designs, for events
   * that change lists of designs; else `null`.
   */
  const designEvents = table(
    'design_events',
    {
      designId: designId(),
      seq: integer().notNull(),
      type: text().notNull(),
      payload: json('payload').notNull(),
      hash: text().notNull(),
      position: moment('position'),
    },
    (event) => [
      primaryKey({ columns: [event.designId, event.seq] }),
      uniqueIndex('design_events_position').on(event.position).where(sql`position is not null`),
      index('design_events_listed')
        .on(event.designId, event.position)
        .where(sql`position is not null`),
    ],
  );

  /**
   * Two rows: 1 has the last position given to an event; none is given twice, even after its design
   * is deleted. 2 has the number of starts whose limits were checked.
   */
  const eventPositions = table('event_positions', {
    id: integer().primaryKey(),
    last: moment('last').notNull().default(now),
  });

  /**
   * Commands from outside, stored before they are acknowledged. An entry can precede its design, so
   * there is no foreign key.
   */
  const inbox = table(
    'inbox',
    {
      position: position(),
      id: text().notNull().unique(),
      designId: text('design_id').notNull(),
      command: json('command').notNull(),
      receivedAt: moment('received_at').notNull(),
      /** `null` while it is not handled. */
      answer: json('answer'),
    },
    (entry) => [
      index('inbox_by_design').on(entry.designId, entry.position),
      index('inbox_unhandled').on(entry.designId, entry.position).where(sql`answer is null`),
    ],
  );

  /**
   * Effects of committed events with their progress. `position` is computed from the effect's id.
   * Only a commit adds rows, after it has changed the design's; a foreign key took a sixth of its
   * time on Postgres.
   */
  const outbox = table(
    'outbox',
    {
      designId: text('design_id').notNull(),
      position: moment('position').notNull(),
      effect: json('effect').notNull(),
      state: text().notNull().default('pending'),
      receipt: text().notNull().default(''),
    },
    (effect) => [primaryKey({ columns: [effect.designId, effect.position] })],
  );

  /** One record per turn, with a model's exact words. */
  const turns = table(
    'turns',
    {
      position: position(),
      turnId: text('turn_id').notNull().unique(),
      designId: designId(),
      record: exactJson('record').notNull(),
    },
    (turn) => [index('turns_by_design').on(turn.designId, turn.position)],
  );

  /**
   * Traces of turns under way, append-only. Deleted once the turn's record is stored. `usd`: what
   * is reserved for the running call.
   */
  const traceParts = table(
    'trace_parts',
    {
      position: position(),
      turnId: text('turn_id').notNull(),
      designId: designId(),
      usd: real().notNull(),
      part: exactJson('part').notNull(),
    },
    (part) => [index('trace_parts_by_design').on(part.designId, part.position)],
  );

  /**
   * Named API tokens. Only the SHA-256 is stored. A revoked token is kept, since records name it.
   */
  const accessTokens = table('access_tokens', {
    id: text().primaryKey(),
    name: text().notNull(),
    role: text().notNull(),
    /** Channels whose designs it may read and act in, as `platform/channel`; `null`: all. */
    channels: json('channels'),
    sha256: text().notNull().unique(),
    createdAt: moment('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    expiresAt: moment('expires_at').notNull(),
    lastUsedAt: moment('last_used_at'),
    revokedAt: moment('revoked_at'),
    /** When it went to sleep, because the store went back; `null` while it is awake. */
    asleepSince: moment('asleep_since'),
  });

  /**
   * Append-only: a row for each change of rights. A daemon that knows one which is not here knows
   * that the store went back. The first is made with the table, and names the store: its copies
   * have it too.
   */
  const rights = table('rights', {
    position: position(),
    id: text().notNull().unique().default(random),
  });

  /**
   * Browser sessions, one-time sign-in links, and links to read one design. Only the secret's
   * SHA-256 is stored. An ended one is kept for a while, to say why it is refused.
   */
  const logins = table(
    'logins',
    {
      id: text().primaryKey(),
      kind: text().notNull(),
      holder: json('holder').notNull(),
      /** The design that a link is for, else `null`. */
      designId: text('design_id'),
      name: text().notNull(),
      way: text().notNull(),
      sha256: text().notNull().unique(),
      createdAt: moment('created_at').notNull(),
      createdBy: text('created_by').notNull(),
      endsAt: moment('ends_at').notNull(),
      revokedAt: moment('revoked_at'),
    },
    (login) => [index('logins_by_end').on(login.endsAt)],
  );

  /**
   * Diagnostics of crashed sessions, for every daemon of a fleet to show. Limited in size and
   * number.
   */
  const failures = table(
    'failures',
    {
      designId: designId(),
      name: text().notNull(),
      at: moment('at').notNull(),
      text: text().notNull(),
    },
    (failure) => [primaryKey({ columns: [failure.designId, failure.name] })],
  );

  /** Tombstones of designs that an operator has forgotten. */
  const forgotten = table('forgotten', {
    designId: text('design_id').primaryKey(),
    count: integer().notNull(),
    head: text().notNull(),
    forgottenAt: moment('forgotten_at').notNull(),
    forgottenBy: text('forgotten_by').notNull(),
  });

  /**
   * Questions about decisions of the last days, with their cost so far. `person`: a hash. Limited
   * by age.
   */
  const askedQuestions = table('asked_questions', {
    id: text().primaryKey(),
    person: text().notNull(),
    askedAt: moment('asked_at').notNull(),
    usd: real().notNull(),
  });

  const dailyRuns = table('daily_runs', {
    name: text().primaryKey(),
    ranAt: moment('ran_at').notNull(),
  });

  /** Responses to requests with an idempotency key, which is as long as a Postgres index allows. */
  const responses = table(
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
      check('responses_key', sql`length(key) <= 2000`),
    ],
  );

  /** One row, which `ping` writes: a read-only store is not ready. */
  const readiness = table('readiness', {
    id: integer().primaryKey(),
    checkedAt: moment('checked_at').notNull().default(now),
  });

  /** The request form that one model at one endpoint was found to take. */
  const modelForms = table(
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

  return {
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
  };
}
