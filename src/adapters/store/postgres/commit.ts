import { OwnershipLostError, StaleVersionError } from '../../../runtime/fault.ts';
import type { Commit } from '../../../runtime/ports/store.ts';
import { BrokenInvariant } from '../faults.ts';
import { UNSETTLED } from '../reads.ts';
import { type CommitRows, checkedRows } from '../records/commit.ts';
import type { TraceRow } from '../records/rows.ts';
import {
  type Columns,
  type Database,
  execute,
  joined,
  recordsOf,
  type Statement,
  shared,
  sql,
} from './database.ts';
import { answerRows } from './inbox.ts';

/** Checks and stores everything that one decision changes, in one statement and transaction (P4). Throws like the port says. */
export async function commitDecision(database: Database, commit: Commit): Promise<void> {
  const moved = await execute(database, statementFor(commit, checkedRows(commit)));
  if (moved.length === 0) throw await reasonForRefusal(database, commit);
}

/**
 * Returns one statement for all tables, since every statement costs a round trip. Few variants exist, since planning one on
 * each connection takes longer than running it: two for most commits, one with room for everything, and one with a milestone. When `moved` finds the
 * design elsewhere, the others have no row to join and do nothing.
 */
function statementFor(commit: Commit, rows: CommitRows): Statement {
  const { events, effects } = rows;
  const isSmall =
    events.length === 1 &&
    effects.length <= 1 &&
    rows.turns.length + rows.traces.length + rows.answers.length + rows.done.length === 0 &&
    rows.milestone === null &&
    !rows.hasOrigin;
  return isSmall ? smallStatement(commit, rows) : fullStatement(commit, rows);
}

/** Returns the statement for one event and perhaps one effect: plain values are faster than JSON. */
function smallStatement(commit: Commit, rows: CommitRows): Statement {
  const { events, effects } = rows;
  const parts = [
    sql`moved as (${moved(commit, rows)})`,
    sql`appended as (
      insert into design_events (design_id, seq, type, payload, hash)
      select moved.id, row.seq, row.type, row.payload::jsonb, row.hash from moved, ${valuesOf(EVENT_COLUMNS, events)})`,
  ];
  if (effects.length > 0) {
    parts.push(sql`promised as (
      insert into outbox (design_id, position, effect)
      select moved.id, row.position, row.effect::jsonb from moved, ${valuesOf(EFFECT_COLUMNS, effects)})`);
  }
  return sql`with ${joined(parts, ', ')} select id from moved`;
}

function fullStatement(commit: Commit, rows: CommitRows): Statement {
  const { events, effects, turns, traces, answers, done } = rows;
  const ended = JSON.stringify(turns.map(({ turn }) => turn));
  return sql`with moved as (${moved(commit, rows)}),
    appended as (
      insert into design_events (design_id, seq, type, payload, hash)
      select moved.id, row.seq, row.type, row.payload::jsonb, row.hash from moved, ${recordsOf(EVENT_COLUMNS, events)}),
    promised as (
      insert into outbox (design_id, position, effect)
      select moved.id, row.position, row.effect::jsonb from moved, ${recordsOf(EFFECT_COLUMNS, effects)}),
    recorded as (
      insert into turns (turn_id, design_id, record)
      select row.turn, moved.id, row.record::json from moved, ${recordsOf({ turn: 'text', record: 'text' }, turns)}),
    forgotten as (
      delete from trace_parts using moved
      where design_id = moved.id and turn_id in (select json_array_elements_text(${ended}::json))),
    traced as (${traceInsert(sql`moved`, traces)}),
    answered as (
      update inbox set answer = row.answer::jsonb from moved, ${answerRows(answers)}
      where inbox.id = row.id),
    over as (
      update outbox set state = 'done' from moved
      where outbox.design_id = moved.id and ${shared(UNSETTLED)}
        and outbox.position in (select value::bigint from json_array_elements_text(${JSON.stringify(done)}::json) as value))
    ${milestoneInsert(rows)}
    select id from moved`;
}

/** Key of the advisory lock under which positions of milestones are given. Any number, but always this one. */
const MILESTONE_LOCK = 4_861_773;

/**
 * Inserts the milestone as the last one that readers see. A position is given under a lock that ends with the transaction, since
 * readers who have seen a later one would never look for it; after the lock on the design's row, so that no two commits wait
 * for each other.
 */
function milestoneInsert({ milestone }: CommitRows): Statement {
  if (milestone === null) return sql``;
  return sql`, last as materialized (select moved.id, pg_advisory_xact_lock(${MILESTONE_LOCK}::bigint) from moved),
    marked as (
      insert into milestones (design_id, at, milestone)
      select last.id, ${milestone.at}::bigint, ${milestone.milestone}::text::jsonb from last)`;
}

/** The payload is checked as text, and sent as text. */
const EVENT_COLUMNS = {
  seq: 'int',
  type: 'text',
  payload: 'text',
  hash: 'text',
} satisfies Columns;
const EFFECT_COLUMNS = { position: 'bigint', effect: 'text' } satisfies Columns;

/** Returns the one row as `row`. */
function valuesOf(columns: Columns, [only = {}]: readonly object[]): Statement {
  const [names, types] = [Object.keys(columns), Object.values(columns)];
  const last = `::${types.at(-1)})) as row(${names.join(', ')})`;
  return {
    texts: ['(values (', ...types.slice(0, -1).map((type) => `::${type}, `), last],
    values: names.map((name) => Reflect.get(only, name)),
  };
}

/**
 * Moves the design on if it is still where the decision found it (P6). The lock on its row makes two commits, or a commit and a
 * change of owner, wait for each other; the later one sees the earlier one's result. Columns that never change stay unless the
 * events set them. A handled entry of the inbox must not be carried out again (P5).
 */
function moved(
  { designId, expectedVersion, epoch }: Commit,
  { design, hasOrigin, answers }: CommitRows,
): Statement {
  const columns = Object.entries({ ...design.moving, ...(hasOrigin ? design.origin : {}) });
  const changes = {
    texts: [...columns.map(([name], index) => `${index === 0 ? '' : ', '}${name} = `), ''],
    values: columns.map(([, value]) => value),
  };
  const waiting = sql`and ${answers.length} = (
    select count(*) from inbox, ${answerRows(answers)}
    where inbox.id = row.id and inbox.design_id = designs.id and inbox.answer is null)`;
  return sql`update designs set ${changes}
    where id = ${designId} and version = ${expectedVersion} and epoch = ${epoch}
      ${answers.length > 0 ? waiting : sql``}
    returning id`;
}

async function reasonForRefusal(database: Database, commit: Commit): Promise<Error> {
  const { designId, expectedVersion, epoch } = commit;
  const [design] = await execute<{ version: number; epoch: number }>(
    database,
    sql`select version, epoch from designs where id = ${designId}`,
  );
  if (design?.epoch !== epoch) return new OwnershipLostError(designId, epoch);
  if (design.version !== expectedVersion) return new StaleVersionError(designId, expectedVersion);
  const ids = commit.handled.map(({ inboxId }) => inboxId).join(', ');
  return new BrokenInvariant(`inbox entry ${ids} was not waiting to be handled`);
}

/** Inserts traces for the design whose row `owner` returns, and nothing if it returns none. */
export function traceInsert(owner: Statement, traces: readonly TraceRow[]): Statement {
  const columns = { turn: 'text', usd: 'double precision', part: 'text' };
  return sql`insert into trace_parts (turn_id, design_id, usd, part)
    select row.turn, ${owner}.id, row.usd, row.part::json from ${owner}, ${recordsOf(columns, traces)}`;
}
