import { eq, type SQL, sql } from 'drizzle-orm';
import { StaleVersionError } from '../../runtime/fault.ts';
import type { Commit } from '../../runtime/ports/store.ts';
import { type Database, execute } from './database.ts';
import { BrokenInvariant } from './faults.ts';
import { StoredEffect } from './records/effect.ts';
import { checkedEvent } from './records/event.ts';
import { assertBounded, assertStorableText, conforming } from './records/json.ts';
import { StoredSummary, StoredTimers } from './records/summary.ts';
import { StoredTurn } from './records/turn.ts';
import { designs } from './schema.ts';

/**
 * P4: everything that one decision changes, checked first and then stored by one statement, which is a transaction of
 * its own. Throws as the port says.
 */
export async function commitDecision(database: Database, commit: Commit): Promise<void> {
  const moved = await execute(database, statementFor(commit, checkedRows(commit)));
  if (moved.length === 0) throw await reasonForRefusal(database, commit);
}

interface Rows {
  readonly design: ReturnType<typeof checkedSummary>;
  /** One row of values per record, for the table that its name says. */
  readonly events: SQL[];
  readonly effects: SQL[];
  readonly turns: SQL[];
}

function checkedRows(commit: Commit): Rows {
  const { designId, expectedVersion, events } = commit;
  events.forEach(({ seq }, index) => {
    if (seq === expectedVersion + 1 + index) return;
    throw new BrokenInvariant(
      `event ${seq} does not follow version ${expectedVersion} of design ${designId}`,
    );
  });
  return {
    design: checkedSummary(commit),
    events: events.map(({ seq, event, hash }) => {
      const payload = JSON.stringify(checkedEvent(event));
      return sql`(${seq}::int, ${event.type}::text, ${payload}::jsonb, ${hash}::text)`;
    }),
    effects: commit.effects.map(({ id, effect }, n) => {
      const checked = JSON.stringify(conforming(StoredEffect, `the effect ${id}`, effect));
      return sql`(${n}::int, ${id}::text, ${checked}::jsonb)`;
    }),
    turns: commit.turns.map((turn, n) => {
      const record = conforming(StoredTurn, `the record of turn ${turn.turnId}`, turn);
      assertBounded(`the record of turn ${turn.turnId}`, record);
      return sql`(${n}::int, ${turn.turnId}::text, ${JSON.stringify(record)}::json)`;
    }),
  };
}

function checkedSummary({ designId, expectedVersion, events, summary, timers }: Commit) {
  const checked = conforming(StoredSummary, 'the summary', summary);
  if (checked.id !== designId || checked.version !== expectedVersion + events.length) {
    throw new BrokenInvariant(
      `the summary of ${checked.id} at version ${checked.version} is another commit's`,
    );
  }
  assertStorableText('the summary', checked);
  return { ...checked, timers: JSON.stringify(conforming(StoredTimers, 'the timers', timers)) };
}

/**
 * One statement for all tables, because every statement costs a round trip, and under PGlite more than what it does;
 * parts that have nothing to store are left out. When `moved` finds the design elsewhere, the others have no row to
 * join and do nothing.
 */
function statementFor(commit: Commit, { design, events, effects, turns }: Rows): SQL {
  const parts = [
    sql`moved as (${commit.expectedVersion === 0 ? begun(commit, design) : moved(commit, design)})`,
  ];
  if (events.length > 0) {
    parts.push(sql`appended as (
      insert into design_events (design_id, seq, type, payload, hash)
      select moved.id, row.seq, row.type, row.payload, row.hash
      from moved, (values ${sql.join(events, sql`, `)}) as row(seq, type, payload, hash))`);
  }
  if (effects.length > 0) {
    parts.push(sql`promised as (
      insert into outbox (id, design_id, effect)
      select row.id, moved.id, row.effect
      from moved, (values ${sql.join(effects, sql`, `)}) as row(n, id, effect) order by row.n)`);
  }
  if (turns.length > 0) {
    parts.push(sql`recorded as (
      insert into turns (turn_id, design_id, record)
      select row.turn_id, moved.id, row.record
      from moved, (values ${sql.join(turns, sql`, `)}) as row(n, turn_id, record) order by row.n)`);
  }
  if (commit.inboxId !== null) {
    parts.push(sql`handled as (
      update inbox set handled = true from moved where inbox.id = ${commit.inboxId})`);
  }
  return sql`with ${sql.join(parts, sql`, `)} select id from moved`;
}

/**
 * P6: moves the design on if it still is where the decision found it. The lock on its row makes two commits, or a
 * commit and a claim, wait for each other; the later one then sees what the earlier one left. What never changes
 * (topic, start, origin) stays as the first commit set it.
 */
function moved({ designId, expectedVersion, epoch, inboxId }: Commit, row: Rows['design']): SQL {
  return sql`update designs set version = ${row.version}, status = ${row.status}, phase = ${row.phase},
      step = ${row.step}, ended_at = ${row.endedAt}, timers = ${row.timers}
    where id = ${designId} and version = ${expectedVersion} and epoch = ${epoch} and ${waiting(inboxId)}
    returning id`;
}

/** P6: the same for a design's first commit, which finds no row, or one that was only claimed. */
function begun({ designId, epoch, inboxId }: Commit, row: Rows['design']): SQL {
  return sql`insert into designs (id, epoch, version, topic, status, phase, step, started_at, ended_at, started_by,
      successor_of, timers)
    select ${designId}::text, ${epoch}::int, ${row.version}::int, ${row.topic}::text, ${row.status}::text,
      ${row.phase}::text, ${row.step}::text, ${row.startedAt}::bigint, ${row.endedAt}::bigint, ${row.startedBy}::text,
      ${row.successorOf}::text, ${row.timers}::jsonb
    where ${waiting(inboxId)}
    on conflict (id) do update set version = excluded.version, topic = excluded.topic, status = excluded.status,
      phase = excluded.phase, step = excluded.step, started_at = excluded.started_at, ended_at = excluded.ended_at,
      started_by = excluded.started_by, successor_of = excluded.successor_of, timers = excluded.timers
    where designs.version = 0 and designs.epoch = excluded.epoch
    returning id`;
}

/** P5: an entry of the inbox that was handled before must not be carried out again. */
function waiting(inboxId: string | null): SQL {
  if (inboxId === null) return sql`true`;
  return sql`exists (select 1 from inbox where inbox.id = ${inboxId} and not inbox.handled)`;
}

async function reasonForRefusal(database: Database, commit: Commit): Promise<Error> {
  const { designId, expectedVersion, epoch, inboxId } = commit;
  const stale = new StaleVersionError(designId, expectedVersion);
  if (inboxId === null) return stale;
  const [design = { version: 0, epoch }] = await database
    .select({ version: designs.version, epoch: designs.epoch })
    .from(designs)
    .where(eq(designs.id, designId));
  if (design.version !== expectedVersion || design.epoch !== epoch) return stale;
  return new BrokenInvariant(`inbox entry ${inboxId} was not waiting to be handled`);
}
