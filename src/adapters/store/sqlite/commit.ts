import type { DesignId } from '../../../core/vocabulary/ids.ts';
import { GENESIS_HASH } from '../../../engine/ports/chain.ts';
import type { Commit } from '../../../engine/ports/store.ts';
import { OwnershipLostError, StaleVersionError } from '../../../foundation/fault.ts';
import { BrokenInvariant, expectedOf } from '../faults.ts';
import { checkedRows } from '../records/commit.ts';
import { storedColumns } from '../records/design.ts';
import type { AnswerRow, TraceRow } from '../records/rows.ts';
import type { SqliteDatabase, Value } from './database.ts';
import { designs } from './schema.ts';

/*
 * The only SQL for SQLite that is written by hand: drizzle's builder takes as long for a statement as SQLite, and a commit has four.
 */

/** One transaction (P4). */
export function commitDecision(database: SqliteDatabase, commit: Commit): void {
  const { designId, expectedVersion, expectedHead, epoch } = commit;
  const { design, hasOrigin, events, effects, turns, traces, answers, done, listed } = checkedRows(commit);
  database.transaction(() => {
    // Constant columns are left out unless the events set them.
    const columns = storedColumns(
      designs,
      hasOrigin ? { ...design.moving, ...design.origin } : design.moving,
    );
    const moved = database.change(
      `update designs set ${columns.map(({ name }) => `${name} = ?`)} where id = ? and version = ? and epoch = ?
        and ? = coalesce((select hash from design_events where design_id = id and seq = version), ?)`,
      ...[...columns.map(({ value }) => value as Value), designId, expectedVersion, epoch],
      ...[expectedHead, GENESIS_HASH],
    );
    if (moved === 0) throw reasonForRefusal(database, commit);
    const before = listed === 0 ? 0 : lastPosition(database, listed) - listed;
    for (const { seq, type, payload, hash, rank } of events)
      database.change(
        'insert into design_events (design_id, seq, type, payload, hash, position) values (?, ?, ?, ?, ?, ?)',
        ...[designId, seq, type, payload, hash, rank === null ? null : before + rank],
      );
    for (const { position, effect } of effects)
      database.change(
        'insert into outbox (design_id, position, effect) values (?, ?, ?)',
        ...[designId, position, effect],
      );
    for (const { turn, record } of turns) {
      database.change(
        'insert into turns (turn_id, design_id, record) values (?, ?, ?)',
        ...[turn, designId, record],
      );
      database.change('delete from trace_parts where design_id = ? and turn_id = ?', designId, turn);
    }
    insertTraces(database, designId, traces);
    if (markHandled(database, designId, answers) < answers.length)
      throw new StaleVersionError(designId, expectedOf(commit));
    for (const position of done)
      database.change(
        `update outbox set state = 'done' where design_id = ? and position = ? and state in ('pending', 'attempted')`,
        ...[designId, position],
      );
  });
}

/** Draws this many positions, at least the time (C22), and returns the last. */
function lastPosition(database: SqliteDatabase, drawn: number): number {
  const counter = database.row<{ last: number }>(
    `insert into event_positions (id, last) values (1, cast(unixepoch('subsec') * 1000 as integer) + ?)
      on conflict (id) do update set last = max(event_positions.last + ?, excluded.last) returning last`,
    ...[drawn, drawn],
  );
  if (counter === null) throw new BrokenInvariant('no position was drawn');
  return counter.last;
}

function reasonForRefusal(database: SqliteDatabase, commit: Commit): Error {
  const { designId, epoch } = commit;
  const owned = database.row('select 1 from designs where id = ? and epoch = ?', designId, epoch);
  return owned === null
    ? new OwnershipLostError(designId, epoch)
    : new StaleVersionError(designId, expectedOf(commit));
}

export function insertTraces(
  database: SqliteDatabase,
  designId: DesignId,
  traces: readonly TraceRow[],
): void {
  for (const { turn, usd, part } of traces)
    database.change(
      'insert into trace_parts (turn_id, design_id, usd, part) values (?, ?, ?, ?)',
      ...[turn, designId, usd, part],
    );
}

/** Returns how many were waiting: none may be carried out again (P5). */
export function markHandled(
  database: SqliteDatabase,
  designId: DesignId,
  answers: readonly AnswerRow[],
): number {
  return answers.reduce((marked, { id, answer }) => {
    const text = 'update inbox set answer = ? where id = ? and design_id = ? and answer is null';
    return marked + database.change(text, answer, id, designId);
  }, 0);
}

/** Throws `OwnershipLostError` unless this epoch is current. */
export function assertOwned(database: SqliteDatabase, designId: DesignId, epoch: number): void {
  const owned = database.row('select 1 from designs where id = ? and epoch = ?', designId, epoch);
  if (owned === null) throw new OwnershipLostError(designId, epoch);
}
