import { GENESIS_HASH } from '../../engine/ports/chain.ts';
import type { Commit } from '../../engine/ports/store.ts';
import type { Tables } from './columns.ts';
import type { Change } from './queries.ts';
import { type CommitRows, checkedRows } from './records/commit.ts';
import { storedColumns } from './records/design.ts';
import type { AnswerRow, TraceRow } from './records/rows.ts';

/*
 * By hand, since drizzle's builder takes as long for a statement as the database. Each statement changes one row, so that there are
 * few, which stay prepared.
 */

const EVENT = `insert into design_events (design_id, seq, type, payload, hash, position)
  values (?, ?, ?, ?, ?, (select last from event_positions where id = 1) + ?)`;
const EFFECT = 'insert into outbox (design_id, position, effect) values (?, ?, ?)';
const DONE = `update outbox set state = 'done'
  where design_id = ? and position = ? and state in ('pending', 'attempted')`;
const TURN = 'insert into turns (turn_id, design_id, record) values (?, ?, ?)';
const TRACE = 'insert into trace_parts (turn_id, design_id, usd, part) values (?, ?, ?, ?)';
const NO_TRACES = 'delete from trace_parts where design_id = ? and turn_id = ?';
const ANSWER = 'update inbox set answer = ? where id = ? and design_id = ? and answer is null';
const OWNED = 'update designs set epoch = epoch where id = ? and epoch = ?';

/**
 * Draws positions for listed events, at least the time (C22). The row stays locked until the transaction ends: a reader who has
 * seen a later position never looks for an earlier one. It is locked after the design's row, so that two commits cannot deadlock.
 */
const POSITIONS = `insert into event_positions (id) values (1) on conflict (id) do update
  set last = ? + case when event_positions.last > excluded.last then event_positions.last else excluded.last end`;

/** Statements of one decision (P4). Throws as `checkedRows`. */
export function commitChanges(tables: Tables, commit: Commit): Change[] {
  const { designId } = commit;
  const rows = checkedRows(commit);
  const { events, effects, turns, traces, answers, done, listed } = rows;
  return [
    moved(tables, commit, rows),
    ...(listed === 0 ? [] : [{ sql: POSITIONS, params: [listed] }]),
    ...events.map(({ seq, type, payload, hash, rank }) => {
      return {
        sql: EVENT,
        params: [designId, seq, type, payload, hash, rank === null ? null : rank - listed],
      };
    }),
    ...effects.map(({ position, effect }) => ({ sql: EFFECT, params: [designId, position, effect] })),
    ...turns.flatMap(({ turn, record }) => [
      { sql: TURN, params: [turn, designId, record] },
      { sql: NO_TRACES, params: [designId, turn] },
    ]),
    ...traceChanges(designId, traces),
    ...answerChanges(designId, answers),
    ...done.map((position) => ({ sql: DONE, params: [designId, position] })),
  ];
}

/**
 * Advances the design if it is still as the decision found it (P6, C22). Its row's lock makes another commit or a change of owner
 * wait, and see this result. Constant columns are left out unless the events set them.
 */
function moved({ designs }: Tables, commit: Commit, { design, hasOrigin }: CommitRows): Change {
  const { designId, expectedVersion, expectedHead, epoch } = commit;
  const columns = storedColumns(designs, { ...design.moving, ...(hasOrigin ? design.origin : {}) });
  return {
    sql: `update designs set ${columns.map(({ name }) => `${name} = ?`).join(', ')}
      where id = ? and version = ? and epoch = ?
        and coalesce((select hash from design_events where design_id = designs.id and seq = version), ?) = ?`,
    params: [
      ...columns.map(({ value }) => value),
      ...[designId, expectedVersion, epoch, GENESIS_HASH, expectedHead],
    ],
    must: true,
  };
}

/** Keeps a change of owner waiting, and refuses a past epoch. */
export function isOwned(designId: string, epoch: number): Change {
  return { sql: OWNED, params: [designId, epoch], must: true };
}

export function traceChanges(designId: string, traces: readonly TraceRow[]): Change[] {
  return traces.map(({ turn, usd, part }) => ({ sql: TRACE, params: [turn, designId, usd, part] }));
}

/** A handled entry must not be carried out again (P5). */
export function answerChanges(designId: string, answers: readonly AnswerRow[]): Change[] {
  return answers.map(({ id, answer }) => ({ sql: ANSWER, params: [answer, id, designId], must: true }));
}
