import type { SQL } from 'drizzle-orm';
import { hasTrait } from '../../core/vocabulary/event-traits.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { Commit, EffectMark, Handled, StoredEvent } from '../../ports/store.ts';
import type { TracePart } from '../../ports/turn-record.ts';
import { GENESIS_HASH } from '../../record/chain.ts';
import type { Tables } from './columns.ts';
import { sql } from './drizzle.ts';
import { BrokenInvariant } from './faults.ts';
import type { ChangeStatements } from './queries.ts';
import { listDesignColumns, listStoredColumns } from './records/design.ts';
import { assertStorableText } from './records/json.ts';
import { knownEventsOf } from './records/known-events.ts';
import {
  outboxPlaceOf,
  readAnswer,
  readEffect,
  writeEvent,
  writeTrace,
  writeTurn,
} from './records/rows.ts';

/*
 * By templates, since drizzle's builder takes a multiple of the time to write a statement. Each
 * statement changes one row, so that there are few texts, which stay prepared.
 */

/** The row of `event_positions` that counts starts. */
export const STARTS = 2;

/**
 * Statements of one decision. Throws `Fault('invalid_record')`, and `BrokenInvariant` as the port
 * promises.
 */
export function commitChanges(tables: Tables, commit: Commit): ChangeStatements {
  const { designId, events, effects, turns, traces, handled, done } = commit;
  const listed = events.filter(({ event }) => hasTrait(event, 'listed')).length;
  let place = -listed;
  return {
    required: [moveDesign(tables, commit), ...writeAnswers(designId, handled)],
    others: [
      ...(listed === 0 ? [] : [drawPositions(listed)]),
      ...events.map((event) =>
        addEvent(designId, event, hasTrait(event.event, 'listed') ? ++place : null),
      ),
      ...effects.map(({ id, effect }) => {
        const json = JSON.stringify(readEffect(id, effect));
        return sql`insert into outbox (design_id, position, effect)
          values (${designId}, ${outboxPlaceOf(designId, id)}, ${json})`;
      }),
      ...turns.flatMap((turn) => [
        sql`insert into turns (turn_id, design_id, record) values (${turn.turnId}, ${designId}, ${writeTurn(turn)})`,
        sql`delete from trace_parts where design_id = ${designId} and turn_id = ${turn.turnId}`,
      ]),
      ...addTraces(designId, traces),
      ...done.map(
        (id) => sql`update outbox set state = 'done'
          where design_id = ${designId} and position = ${outboxPlaceOf(designId, id)} and state in ('pending', 'attempted')`,
      ),
    ],
  };
}

/**
 * Advances the design if it is still as the decision found it. Its row's lock makes another commit
 * or a change of owner wait, and see this result. Constant columns are left out unless the events
 * set them.
 */
function moveDesign({ designs }: Tables, commit: Commit): SQL {
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
  const hasOrigin =
    expectedVersion === 0 || events.some(({ event }) => event.type === 'thread_opened');
  const move = sql`update designs set version = ${summary.version}`;
  // Flat: drizzle takes five times as long to write parts within parts.
  for (const { name, value } of listStoredColumns(
    designs,
    hasOrigin ? { ...moving, ...origin } : moving,
  ))
    move.append(sql.raw(`, ${name} = `)).append(sql`${value}`);
  return move.append(sql` where id = ${designId} and version = ${expectedVersion} and epoch = ${epoch}
    and coalesce((select hash from design_events where design_id = designs.id and seq = version), ${GENESIS_HASH})
      = ${expectedHead}`);
}

/** Keeps a change of owner waiting, and refuses a past epoch. */
export function lockOwned(designId: DesignId, epoch: number): SQL {
  return sql`update designs set epoch = epoch where id = ${designId} and epoch = ${epoch}`;
}

/**
 * Draws positions for listed events, at least the time. The row stays locked until the transaction
 * ends: a reader who has seen a later position never looks for an earlier one. It is locked after
 * the design's row, so that two commits cannot deadlock.
 */
function drawPositions(count: number): SQL {
  return sql`insert into event_positions (id) values (1) on conflict (id) do update set last = ${count}
    + case when event_positions.last > excluded.last then event_positions.last else excluded.last end`;
}

/**
 * Counts a start if none was counted since. The row stays locked until the transaction ends, so
 * that another one waits.
 */
export function countStart(known: number): SQL {
  return sql`insert into event_positions (id, last) values (${STARTS}, 1)
    on conflict (id) do update set last = event_positions.last + 1 where event_positions.last = ${known}`;
}

/**
 * `place`: that among the positions drawn, counted back from the last, or `null` for an event that
 * is not listed.
 */
function addEvent(designId: DesignId, stored: StoredEvent, place: number | null): SQL {
  const { seq, event, hash } = stored;
  const json = writeEvent(event);
  knownEventsOf(designId).noteWritten(seq, hash);
  return sql`insert into design_events (design_id, seq, type, payload, hash, position)
    values (${designId}, ${seq}, ${event.type}, ${json}, ${hash},
      (select last from event_positions where id = 1) + ${place})`;
}

/** With what is reserved for the running attempt. */
export function addTraces(designId: DesignId, parts: readonly TracePart[]): SQL[] {
  return parts.map((part) => {
    const usd = part.underWay?.reservedUsd ?? 0;
    return sql`insert into trace_parts (turn_id, design_id, usd, part)
      values (${part.turnId}, ${designId}, ${usd}, ${writeTrace(part)})`;
  });
}

/** Each is required: a handled entry must not be carried out again. */
export function writeAnswers(designId: DesignId, handled: readonly Handled[]): SQL[] {
  return handled.map(
    ({
      inboxId,
      answer,
    }) => sql`update inbox set answer = ${JSON.stringify(readAnswer(inboxId, answer))}
      where id = ${inboxId} and design_id = ${designId} and answer is null`,
  );
}

/** A done effect stays done, however late a report arrives. */
export function writeMark(designId: DesignId, { id, state, receipt }: EffectMark): SQL {
  assertStorableText(`the receipt of ${id}`, receipt);
  return sql`update outbox set
      state = case when state in ('pending', 'attempted') then ${state} else state end,
      receipt = case when state in ('pending', 'attempted') then ${receipt} else receipt end
    where design_id = ${designId} and position = ${outboxPlaceOf(designId, id)}`;
}
