/**
 * Rows of the tables as the values that they hold, and back. What is read is parsed, since a row
 * may be damaged or of another version.
 */

import { isDeepStrictEqual } from 'node:util';
import { OutsideCommand } from '#core/vocabulary/commands.ts';
import { Effect } from '#core/vocabulary/effects.ts';
import { DesignEvent } from '#core/vocabulary/events.ts';
import type { DesignId } from '#core/vocabulary/ids.ts';
import { Fault } from '#foundation/fault.ts';
import { InboxAnswer, type InboxEntry } from '#ports/store.ts';
import { TracePart, TurnRecord } from '#ports/turn-record.ts';
import { BrokenInvariant } from '../faults.ts';
import { parseStoredJson } from '../queries.ts';
import { parseConforming, writeBoundedJson, writeStorableJson } from './json.ts';

/**
 * JSON of an event of the closed vocabulary, bounded. It reads back exactly equal, since its hash
 * was computed from it. Throws `Fault('invalid_record')`.
 */
export function writeEvent(event: DesignEvent): string {
  const what = `the event ${event.type}`;
  const parsed = parseConforming(DesignEvent, what, event);
  if (!isDeepStrictEqual(parsed, event)) {
    throw new Fault(
      'invalid_record',
      `${what} was not passed through its schema before it was recorded`,
    );
  }
  return writeStorableJson(what, event);
}

/** Throws `Fault('invalid_record')` for anything else than an event. */
export function readEvent(seq: number, payload: unknown): DesignEvent {
  return parseConforming(DesignEvent, `stored event ${seq}`, payload);
}

/** Places for the effects of one event: more than any event has. */
export const PLACES = 1_000;
const ENDING = /^\/(\d+)\.(\d{1,3})$/;

/**
 * An effect's place in its design's outbox, in the order of commits. The id is `<designId>/<seq of
 * the event>.<n>`; any other is a broken invariant.
 */
export function outboxPlaceOf(designId: DesignId, effectId: string): number {
  const [, seq, n] =
    (effectId.startsWith(designId) && ENDING.exec(effectId.slice(designId.length))) || [];
  if (seq === undefined)
    throw new BrokenInvariant(`${effectId} is no effect of design ${designId}`);
  return Number(seq) * PLACES + Number(n);
}

export function effectIdOf(designId: DesignId, position: number): string {
  return `${designId}/${Math.floor(position / PLACES)}.${position % PLACES}`;
}

export function readEffect(id: string, stored: unknown): Effect {
  return parseConforming(Effect, `the effect ${id}`, stored);
}

/**
 * Head start in milliseconds of the daemon that accepted a design over the others that may claim
 * it.
 */
export const START_GRACE_MS = 2_000;

/** Throws `Fault('invalid_record')`. */
export function checkCommand({ command }: InboxEntry): OutsideCommand {
  const what = `the command ${command.type}`;
  writeStorableJson(what, command);
  return parseConforming(OutsideCommand, what, command);
}

export function readCommand(id: string, stored: unknown): OutsideCommand {
  return parseConforming(OutsideCommand, `inbox entry ${id}`, stored);
}

export function readAnswer(id: string, stored: unknown): InboxAnswer {
  return parseConforming(InboxAnswer, `the answer to ${id}`, stored);
}

/** Exact JSON. Throws `Fault('invalid_record')` for an unstorable part. */
export function writeTrace(part: TracePart): string {
  return writeBoundedJson(`the trace of turn ${part.turnId}`, readTrace(part.turnId, part));
}

/** Exact JSON. Throws `Fault('invalid_record')` for an unstorable record. */
export function writeTurn(turn: TurnRecord): string {
  const what = `the record of turn ${turn.turnId}`;
  return writeBoundedJson(what, parseConforming(TurnRecord, what, turn));
}

/**
 * Leaves out unreadable records; the reader compares each with its event. Takes JSON as text, or
 * parsed.
 */
export function readTurns(stored: readonly unknown[]): TurnRecord[] {
  return stored.flatMap((record) => TurnRecord.safeParse(parseStoredJson(record)).data ?? []);
}

export function readTrace(turnId: string, stored: unknown): TracePart {
  return parseConforming(TracePart, `the trace of turn ${turnId}`, stored);
}
