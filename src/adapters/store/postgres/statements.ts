import type { DesignId } from '../../../core/vocabulary/ids.ts';
import { GENESIS_HASH } from '../../../engine/ports/chain.ts';
import type { Forgotten } from '../../../engine/ports/removals.ts';
import type { Commit, InboxEntry } from '../../../engine/ports/store.ts';
import { getTableName } from '../drizzle.ts';
import { tablesOfDesigns } from '../queries.ts';
import type { CommitRows } from '../records/commit.ts';
import { storedColumns } from '../records/design.ts';
import { type AnswerRow, checkedCommand, START_GRACE_MS, type TraceRow } from '../records/rows.ts';
import { list, type Statement, statement } from './database.ts';
import * as schema from './schema.ts';

/*
 * The SQL for Postgres that is written by hand: statements that change several tables at once, since each one costs a round trip and no
 * transaction stays open (commit, accept, answers, marks, traces, removal), what daemons take from each other (claim, beat, eviction,
 * leadership), notices, and the reading of events, which sees a design's row and its events at one moment.
 */

type Columns = Readonly<Record<string, string>>;

/** Payloads were checked as text, so they are sent as text. */
const EVENT = { seq: 'int', type: 'text', payload: 'text', hash: 'text', rank: 'int' } satisfies Columns;
const EFFECT = { position: 'bigint', effect: 'text' } satisfies Columns;
const MARK = { position: 'bigint', state: 'text', receipt: 'text' } satisfies Columns;
const OF_DESIGNS = tablesOfDesigns(schema);
const UNSETTLED = statement`outbox.state in ('pending', 'attempted')`;

/** Any number of rows as `row`, in one JSON text. */
function recordsOf(columns: Columns, rows: readonly object[]): Statement {
  const described = Object.entries(columns).map((column) => column.join(' '));
  return statement`json_to_recordset(${JSON.stringify(rows)}::json) as row(${raw(described.join(', '))})`;
}

/** A single row as `row`: plain values are faster than JSON. */
function valuesOf(columns: Columns, [only = {}]: readonly object[]): Statement {
  const values = Object.entries(columns).map(
    ([name, type]) => statement`${Reflect.get(only, name)}::${raw(type)}`,
  );
  return statement`(values (${list(values)})) as row(${raw(Object.keys(columns).join(', '))})`;
}

function raw(text: string): Statement {
  return { texts: [text], values: [] };
}

function amongTexts(texts: readonly string[]): Statement {
  return statement`(select json_array_elements_text(${JSON.stringify(texts)}::json))`;
}

/**
 * Stores one decision. A connection plans each variant once, which takes longer than running it, so there are only a
 * few: two for most commits, one with room for everything, one that draws positions. If `moved` finds the design changed,
 * no other part has a row to join.
 */
export function commitStatement(commit: Commit, rows: CommitRows): Statement {
  const { events, effects } = rows;
  const isSmall =
    events.length === 1 &&
    effects.length <= 1 &&
    rows.turns.length + rows.traces.length + rows.answers.length + rows.done.length === 0 &&
    rows.listed === 0 &&
    !rows.hasOrigin;
  return isSmall ? smallCommit(commit, rows) : fullCommit(commit, rows);
}

function smallCommit(commit: Commit, rows: CommitRows): Statement {
  const { events, effects } = rows;
  const promised =
    effects.length === 0
      ? statement``
      : statement`, promised as (${effectInsert(valuesOf(EFFECT, effects))})`;
  return statement`with moved as (${moved(commit, rows)}),
    appended as (${eventInsert(valuesOf(EVENT, events))})${promised}
    select id from moved`;
}

function fullCommit(commit: Commit, rows: CommitRows): Statement {
  const { events, effects, turns, traces, answers, done, listed } = rows;
  return statement`with moved as (${moved(commit, rows)}),
    ${positionsDrawn(listed)} appended as (${eventInsert(recordsOf(EVENT, events), listed)}),
    promised as (${effectInsert(recordsOf(EFFECT, effects))}),
    recorded as (
      insert into turns (turn_id, design_id, record)
      select row.turn, moved.id, row.record::json from moved, ${recordsOf({ turn: 'text', record: 'text' }, turns)}),
    forgotten as (
      delete from trace_parts using moved
      where design_id = moved.id and turn_id in ${amongTexts(turns.map(({ turn }) => turn))}),
    traced as (${traceInsert(statement`moved`, traces)}),
    answered as (
      update inbox set answer = row.answer::jsonb from moved, ${answerRows(answers)}
      where inbox.id = row.id),
    over as (
      update outbox set state = 'done' from moved
      where outbox.design_id = moved.id and ${UNSETTLED}
        and outbox.position in (select value::bigint from json_array_elements_text(${JSON.stringify(done)}::json) as value))
    select id from moved`;
}

/**
 * Updates the design if it is still as the decision found it (P6, C22). Its row's lock makes another commit or a change of owner
 * wait, and see this result. Constant columns are left out unless the events set them. A handled inbox entry must not be
 * carried out again (P5).
 */
function moved(commit: Commit, { design, hasOrigin, answers }: CommitRows): Statement {
  const { designId, expectedVersion, expectedHead, epoch } = commit;
  const columns = storedColumns(schema.designs, { ...design.moving, ...(hasOrigin ? design.origin : {}) });
  const changes = columns.map(({ name, value }) => statement`${raw(name)} = ${value}`);
  const waiting = statement`and ${answers.length} = (
    select count(*) from inbox, ${answerRows(answers)}
    where inbox.id = row.id and inbox.design_id = designs.id and inbox.answer is null)`;
  return statement`update designs set ${list(changes)}
    where id = ${designId} and version = ${expectedVersion} and epoch = ${epoch}
      and ${expectedHead} = coalesce(
        (select hash from design_events where design_id = designs.id and seq = designs.version), ${GENESIS_HASH})
      ${answers.length > 0 ? waiting : statement``}
    returning id`;
}

function eventInsert(rows: Statement, listed = 0): Statement {
  const position =
    listed === 0 ? statement`null::bigint` : statement`(select last from drawn) - ${listed} + row.rank`;
  return statement`insert into design_events (design_id, seq, type, payload, hash, position)
    select moved.id, row.seq, row.type, row.payload::jsonb, row.hash, ${position} from moved, ${rows}`;
}

function effectInsert(rows: Statement): Statement {
  return statement`insert into outbox (design_id, position, effect)
    select moved.id, row.position, row.effect::jsonb from moved, ${rows}`;
}

/** Inserts for the design that `owner` selects, or nothing. */
function traceInsert(owner: Statement, traces: readonly TraceRow[]): Statement {
  const columns = { turn: 'text', usd: 'double precision', part: 'text' };
  return statement`insert into trace_parts (turn_id, design_id, usd, part)
    select row.turn, ${owner}.id, row.usd, row.part::json from ${owner}, ${recordsOf(columns, traces)}`;
}

/**
 * Draws this many positions. The counter's row stays locked until the transaction ends: a reader who has seen a later position
 * never looks for an earlier one. Positions are at least the time, as epochs are (C22). It is locked after the design's row, so that two commits cannot deadlock.
 */
function positionsDrawn(listed: number): Statement {
  if (listed === 0) return statement``;
  return statement`drawn as (
      insert into event_positions (id, last)
        select 1, (extract(epoch from clock_timestamp()) * 1000)::bigint + ${listed} from moved
      on conflict (id) do update set last = greatest(event_positions.last + ${listed}, excluded.last) returning last),`;
}

function answerRows(answers: readonly AnswerRow[]): Statement {
  return recordsOf({ id: 'text', answer: 'text' }, answers);
}

/** The design's row if this epoch is current, locked against a change of owner. */
function owned(designId: DesignId, epoch: number): Statement {
  return statement`select id from designs where id = ${designId} and epoch = ${epoch} for share`;
}

export function acceptStatement(entry: InboxEntry): Statement {
  const { id, designId, receivedAt } = entry;
  return statement`with entry as (
      insert into inbox (id, design_id, command, received_at)
      values (${id}, ${designId}, ${checkedCommand(entry)}, ${receivedAt})
      on conflict (id) do nothing returning design_id)
    insert into designs (id, due_at, arrivals) select design_id, ${receivedAt + START_GRACE_MS}, 1 from entry
    on conflict (id) do update set due_at = 0, arrivals = designs.arrivals + 1
    returning id`;
}

export function answerStatement(designId: DesignId, epoch: number, answers: readonly AnswerRow[]): Statement {
  return statement`with owned as (${owned(designId, epoch)}),
    marked as (
      update inbox set answer = row.answer::jsonb from owned, ${answerRows(answers)}
      where inbox.id = row.id and inbox.design_id = owned.id and inbox.answer is null returning inbox.id)
    select exists (select from owned) as owned, (select count(*)::int from marked) as marked`;
}

interface MarkRow {
  readonly position: number;
  readonly state: string;
  readonly receipt: string;
}

export function markStatement(designId: DesignId, epoch: number, marks: readonly MarkRow[]): Statement {
  return statement`with owned as (${owned(designId, epoch)}),
    marks as (select * from ${recordsOf(MARK, marks)}),
    marked as (
      update outbox set state = marks.state, receipt = marks.receipt
      from owned, marks
      where outbox.design_id = owned.id and outbox.position = marks.position and ${UNSETTLED})
    select exists (select from owned) as owned, (
      select count(*)::int from outbox where design_id = ${designId} and position in (select position from marks)) as known`;
}

export function traceStatement(designId: DesignId, epoch: number, traces: readonly TraceRow[]): Statement {
  return statement`with owned as (${owned(designId, epoch)}),
    traced as (${traceInsert(statement`owned`, traces)})
    select exists (select from owned) as owned`;
}

export function eventsStatement(designId: DesignId, since: number, limit: number): Statement {
  return statement`with standing as materialized (
      select id, version, set_aside as "setAside",
        (select hash from design_events where design_id = designs.id and seq = ${since}) as before
      from designs where id = ${designId})
    select standing.*, events.* from standing left join lateral (
      select seq, type, payload, hash from design_events
      where design_id = standing.id and seq > ${since} order by seq limit ${limit}) as events on true
    order by events.seq`;
}

/** Deletes designs with all their rows. `gone` selects and locks their ids; `more` may use it. */
function removal(gone: Statement, more: Statement = statement``): Statement {
  const removed = OF_DESIGNS.map((table) => {
    const name = raw(getTableName(table));
    return statement`from_${name} as (delete from ${name} using gone where ${name}.design_id = gone.id)`;
  });
  return statement`with gone as (${gone}), ${list(removed)} ${more}
    delete from designs using gone where designs.id = gone.id returning designs.id`;
}

/** `collectable`: a Drizzle query that selects their ids. */
export function collectStatement(collectable: { toSQL(): { sql: string; params: unknown[] } }): Statement {
  const { sql, params } = collectable.toSQL();
  return removal({ texts: `${sql} for update skip locked`.split(/\$\d+/), values: params });
}

export function forgetStatement({ designId, count, head, at, by }: Forgotten): Statement {
  const gone = statement`select id from designs
    where id = ${designId} and (ended_at is not null or set_aside is not null) and owner is null for update`;
  const tombstone = statement`, kept as (
    insert into forgotten (design_id, count, head, forgotten_at, forgotten_by)
    select gone.id, ${count}::int, ${head}::text, ${at}::bigint, ${by}::text from gone
    on conflict do nothing)`;
  return removal(gone, tombstone);
}

interface Claimant {
  readonly me: number;
  readonly held: readonly string[];
}

export function wantedDesign(designId: DesignId, { me, held }: Claimant): Statement {
  return statement`select id from designs
    where id = ${designId} and set_aside is null and (owner is null or (owner = ${me} and not id in ${amongTexts(held)}))
    for update skip locked`;
}

/** If the response to a claim was lost, the claim is stored but unknown to the claimant. Such designs count as due. */
export function dueDesigns(
  now: number,
  limit: number,
  passedOver: readonly string[],
  { me, held }: Claimant,
): Statement {
  return statement`select id from designs
    where (owner is null and set_aside is null and due_at <= ${now} and not id in ${amongTexts(passedOver)})
      or (owner = ${me} and not id in ${amongTexts(held)})
    order by due_at, id limit ${limit} for update skip locked`;
}

/**
 * An evicted daemon may claim nothing: the lock on its row prevents its eviction until the designs are its own. An epoch
 * is at least the time, so that a store that went back gives none a second time (C22).
 */
export function claimStatement(me: number, wanted: Statement): Statement {
  return statement`with me as (select id from daemons where id = ${me} for key share),
    wanted as (${wanted})
    update designs set owner = me.id, due_at = 0,
      epoch = greatest(epoch + 1, (extract(epoch from clock_timestamp()) * 1000)::bigint) from me, wanted
    where designs.id = wanted.id returning designs.id, designs.epoch`;
}

/** An evicted daemon may not lead: the lock on its row prevents its eviction meanwhile. */
export function leadStatement(name: string, me: number): Statement {
  return statement`with me as (select id from daemons where id = ${me} for key share)
    insert into leaderships (name, daemon) select ${name}, id from me
    on conflict (name) do update set daemon = excluded.daemon where leaderships.daemon = excluded.daemon
    returning name`;
}

export function notifyStatement(channel: string, notices: readonly string[]): Statement {
  return statement`select pg_notify(${channel}, payload) from json_array_elements_text(${JSON.stringify(notices)}::json) as payload`;
}

/** By the database's clock. */
function olderThan(beatAt: Statement, ms: number): Statement {
  return statement`${beatAt} < clock_timestamp() - make_interval(secs => ${ms / 1_000})`;
}

/** First half of the keys of the daemons' advisory locks; the second is the daemon's number. */
const LOCK_SPACE = 4_861_774;

/**
 * The first beat on a connection takes the daemon's lock. `locked`: the server's process known to hold it. A store that
 * went back may have given the number to another daemon (C22).
 */
export function beatStatement(
  daemon: { readonly id: number; readonly startedAt: string; readonly locked: number },
  killedMs: number,
): Statement {
  const { id, startedAt, locked } = daemon;
  return statement`update daemons set beat_at = clock_timestamp()
    where id = ${id} and started_at = ${startedAt}::text::timestamptz
    returning pg_backend_pid() as backend,
      (pg_backend_pid() = ${locked} or pg_try_advisory_lock(${LOCK_SPACE}, id::int)) as locked,
      (exists (select from daemons as other where ${olderThan(statement`other.beat_at`, killedMs)})
      or exists (
        select from designs where owner is not null and not exists (select from daemons as its where its.id = owner)))
      as suspects`;
}

/** Deletes all dead daemons except the caller. Skips one that is claiming right now. */
export function evictionStatement(
  self: number,
  ages: { readonly killedMs: number; readonly frozenMs: number },
): Statement {
  return statement`delete from daemons where id in (
      select id from daemons
      where id <> ${self} and case
        when ${olderThan(statement`beat_at`, ages.frozenMs)} then true
        when ${olderThan(statement`beat_at`, ages.killedMs)} then pg_try_advisory_xact_lock(${LOCK_SPACE}, id::int)
        else false end
      for update skip locked)
    returning id`;
}
