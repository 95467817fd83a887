import { OwnershipLostError, StaleVersionError } from '../../../runtime/fault.ts';
import type { Commit, DesignSummary } from '../../../runtime/ports/store.ts';
import type { Projection } from '../../../runtime/ports/transfer.ts';
import { BrokenInvariant } from '../faults.ts';
import { type CommitRows, checkedRows, isPlacing } from '../records/commit.ts';
import { checkedAnswers } from '../records/inbox.ts';
import type { SqliteDatabase, Value } from './database.ts';
import { markHandled } from './inbox.ts';
import { insertTraces } from './traces.ts';

/** Stores everything that one decision changes, checked first, in one transaction (P4). Throws as the port says. */
export function commitDecision(database: SqliteDatabase, commit: Commit): void {
  const { designId, expectedVersion, epoch, handled, done } = commit;
  const { design, events, effects, turns, traces } = checkedRows(commit);
  const answers = checkedAnswers(handled);
  const columns = columnsOf(commit, design);
  const changed = Object.keys(columns).map((name) => `${name} = ?`);
  database.transaction(() => {
    const moved = database.change(
      `update designs set ${changed.join(', ')} where id = ? and version = ? and epoch = ?`,
      ...Object.values(columns),
      ...[designId, expectedVersion, epoch],
    );
    if (moved === 0) throw reasonForRefusal(database, commit);
    for (const { seq, type, payload, hash } of events)
      database.change('insert into design_events values (?, ?, ?, ?, ?)', designId, seq, type, payload, hash);
    for (const { id, effect } of effects)
      database.change(
        'insert into outbox (id, design_id, effect) values (?, ?, ?)',
        ...[id, designId, JSON.stringify(effect)],
      );
    for (const { turn, record } of turns) {
      database.change(
        'insert into turns (turn_id, design_id, record) values (?, ?, ?)',
        ...[turn, designId, record],
      );
      database.change('delete from trace_parts where turn_id = ?', turn);
    }
    insertTraces(database, designId, traces);
    if (markHandled(database, designId, answers) < answers.length)
      throw new BrokenInvariant(
        `inbox entry ${answers.map(({ id }) => id).join(', ')} was not waiting to be handled`,
      );
    for (const id of done)
      database.change(
        `update outbox set state = 'done' where id = ? and design_id = ? and state in ('pending', 'attempted')`,
        ...[id, designId],
      );
  });
}

/** What never changes stays as the first commit set it. */
function columnsOf(commit: Commit, design: CommitRows['design']): Record<string, Value> {
  const { events, expectedVersion, spentUsd } = commit;
  const isRehearsal = events.some(({ event }) => event.type === 'design_started' && event.rehearsal);
  if (expectedVersion === 0)
    return projectedColumns({ summary: design, rehearsal: isRehearsal, spentUsd }, design.timers);
  return {
    ...(isPlacing(commit) ? threadColumn(design) : {}),
    ...movingColumns(design, design.timers, spentUsd),
  };
}

/** All columns that say what a design's events come to; timers as JSON. */
export function projectedColumns(
  { summary, rehearsal, spentUsd }: Omit<Projection, 'timers'>,
  timers: string,
): Record<string, Value> {
  const { topic, startedAt, startedBy, successorOf } = summary;
  return {
    topic,
    started_at: startedAt,
    started_by: startedBy,
    successor_of: successorOf,
    rehearsal: Number(rehearsal),
    ...threadColumn(summary),
    ...movingColumns(summary, timers, spentUsd),
  };
}

function threadColumn({ thread }: DesignSummary) {
  return { thread: thread === null ? null : JSON.stringify(thread) };
}

function movingColumns(
  { version, status, phase, step, endedAt }: DesignSummary,
  timers: string,
  spentUsd: number,
) {
  return { version, status, phase, step, ended_at: endedAt, timers, spent_usd: spentUsd };
}

function reasonForRefusal(database: SqliteDatabase, { designId, expectedVersion, epoch }: Commit): Error {
  const owned = database.row('select 1 from designs where id = ? and epoch = ?', designId, epoch);
  return owned === null
    ? new OwnershipLostError(designId, epoch)
    : new StaleVersionError(designId, expectedVersion);
}
