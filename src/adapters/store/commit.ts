import { hasTrait } from '../../core/vocabulary/event-traits.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { Commit, Handled } from '../../ports/store.ts';
import type { TracePart } from '../../ports/turn-record.ts';
import { GENESIS_HASH } from '../../record/chain.ts';
import type { Tables } from './columns.ts';
import { BrokenInvariant } from './faults.ts';
import type { Change } from './queries.ts';
import { listDesignColumns, listStoredColumns } from './records/design.ts';
import { positionOf, readAnswer, readEffect, writeEvent, writeTrace, writeTurn } from './records/rows.ts';

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

/** Statements of one decision (P4). Throws `Fault('invalid_record')` (P7), and `BrokenInvariant` as the port promises. */
export function commitChanges(tables: Tables, commit: Commit): Change[] {
  const { designId, events, effects, turns, traces, handled, done } = commit;
  const listed = events.filter(({ event }) => hasTrait(event, 'listed')).length;
  let place = -listed;
  return [
    moveDesign(tables, commit),
    ...(listed === 0 ? [] : [{ sql: POSITIONS, params: [listed] }]),
    ...events.map(({ seq, event, hash }) => {
      const position = hasTrait(event, 'listed') ? ++place : null;
      return { sql: EVENT, params: [designId, seq, event.type, writeEvent(event), hash, position] };
    }),
    ...effects.map(({ id, effect }) => {
      const json = JSON.stringify(readEffect(id, effect));
      return { sql: EFFECT, params: [designId, positionOf(designId, id), json] };
    }),
    ...turns.flatMap((turn) => [
      { sql: TURN, params: [turn.turnId, designId, writeTurn(turn)] },
      { sql: NO_TRACES, params: [designId, turn.turnId] },
    ]),
    ...traceChanges(designId, traces),
    ...answerChanges(designId, handled),
    ...done.map((id) => ({ sql: DONE, params: [designId, positionOf(designId, id)] })),
  ];
}

/**
 * Advances the design if it is still as the decision found it (P6, C22). Its row's lock makes another commit or a change of owner
 * wait, and see this result. Constant columns are left out unless the events set them.
 */
function moveDesign({ designs }: Tables, commit: Commit): Change {
  const { designId, summary, expectedVersion, expectedHead, epoch, events } = commit;
  for (const [index, { seq }] of events.entries())
    if (seq !== expectedVersion + 1 + index)
      throw new BrokenInvariant(
        `event ${seq} does not follow version ${expectedVersion} of design ${designId}`,
      );
  if (summary.id !== designId || summary.version !== expectedVersion + events.length)
    throw new BrokenInvariant(
      `the summary of ${summary.id} at version ${summary.version} is another commit's`,
    );
  const { moving, origin } = listDesignColumns(summary);
  const hasOrigin = expectedVersion === 0 || events.some(({ event }) => event.type === 'thread_opened');
  const columns = listStoredColumns(designs, hasOrigin ? { ...moving, ...origin } : moving);
  return {
    sql: `update designs set ${columns.map(({ name }) => `${name} = ?`).join(', ')}
      where id = ? and version = ? and epoch = ?
        and coalesce((select hash from design_events where design_id = designs.id and seq = version), ?) = ?`,
    params: [
      ...columns.map(({ value }) => value),
      designId,
      expectedVersion,
      epoch,
      GENESIS_HASH,
      expectedHead,
    ],
    must: true,
  };
}

/** Keeps a change of owner waiting, and refuses a past epoch. */
export function isOwned(designId: DesignId, epoch: number): Change {
  return { sql: OWNED, params: [designId, epoch], must: true };
}

/** With the minimum that the running attempt has cost. */
export function traceChanges(designId: DesignId, parts: readonly TracePart[]): Change[] {
  return parts.map((part) => {
    const usd = part.underWay?.spent.costUsd ?? 0;
    return { sql: TRACE, params: [part.turnId, designId, usd, writeTrace(part)] };
  });
}

/** A handled entry must not be carried out again (P5). */
export function answerChanges(designId: DesignId, handled: readonly Handled[]): Change[] {
  return handled.map(({ inboxId, answer }) => {
    const json = JSON.stringify(readAnswer(inboxId, answer));
    return { sql: ANSWER, params: [json, inboxId, designId], must: true };
  });
}
