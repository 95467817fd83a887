import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { OutsideCommand } from '../../../core/vocabulary/commands.ts';
import { Effect } from '../../../core/vocabulary/effects.ts';
import { DesignEvent } from '../../../core/vocabulary/events.ts';
import type { DesignId } from '../../../core/vocabulary/ids.ts';
import { StoredCommand, upcast } from '../../../core/vocabulary/upcast.ts';
import { Fault } from '../../../runtime/fault.ts';
import {
  type Handled,
  InboxAnswer,
  type InboxEntry,
  type StoredEvent,
} from '../../../runtime/ports/store.ts';
import { TracePart } from '../../../runtime/turn/record.ts';
import { joined, Word } from '../../../runtime/words.ts';
import { BrokenInvariant } from '../faults.ts';
import { boundedJson, conforming, storableJson } from './json.ts';

/**
 * Returns an event as JSON text: of the closed vocabulary (P6), bounded, and exactly equal when read back, since its hash was
 * taken from it (P7). Throws `Fault('invalid_record')`.
 */
export function checkedEvent({ event, recorded = event, words }: StoredEvent): {
  readonly payload: string;
  readonly words: string | null;
} {
  const what = `the event ${event.type}`;
  const parsed = conforming(DesignEvent, what, event);
  if (!isDeepStrictEqual(parsed, event)) {
    throw new Fault('invalid_record', `${what} was not passed through its schema before it was recorded`);
  }
  return {
    payload: storableJson(what, recorded),
    words: words === undefined ? null : storableJson(`the texts of ${what}`, words),
  };
}

/**
 * Reads a stored event of any version in the present shape. Throws `Fault('invalid_record')` for one unknown to this version.
 */
export function readEvent({ seq, payload, words, hash }: EventRow): StoredEvent {
  const kept = words === null ? [] : conforming(z.array(Word), `the texts of stored event ${seq}`, words);
  const whole = joined(payload, kept);
  if (whole === null)
    throw new Fault(
      'invalid_record',
      `the texts of stored event ${seq} are not those that it was recorded with`,
    );
  const present = upcast(whole.event);
  return {
    seq,
    event: conforming(DesignEvent, `stored event ${seq}`, present),
    ...(present === payload ? {} : { recorded: payload }),
    ...(words === null ? {} : { words: kept }),
    hash,
  };
}

/** A row as read; `words` are the texts that stand outside the chain, and null where there are none. */
export interface EventRow {
  readonly seq: number;
  readonly payload: unknown;
  readonly words: unknown;
  readonly hash: string;
}

/** More effects than an event has. */
const PLACES = 1_000;
const ENDING = /^\/(\d+)\.(\d{1,3})$/;

/**
 * Returns an effect's position in its design's outbox: the order of commits, which the id (`<designId>/<seq of the event>.<n>`)
 * tells as well. Any other id is a broken invariant.
 */
export function positionOf(designId: DesignId, effectId: string): number {
  const [, seq, n] = (effectId.startsWith(designId) && ENDING.exec(effectId.slice(designId.length))) || [];
  if (seq === undefined) throw new BrokenInvariant(`${effectId} is no effect of design ${designId}`);
  return Number(seq) * PLACES + Number(n);
}

export function effectIdAt(designId: DesignId, position: number): string {
  return `${designId}/${Math.floor(position / PLACES)}.${position % PLACES}`;
}

export function readEffect(id: string, stored: unknown): Effect {
  return conforming(Effect, `the effect ${id}`, stored);
}

/** Milliseconds in which the daemon that accepted a design's start can own it before others look for it. */
export const START_GRACE_MS = 2_000;

/** Returns the command of an entry as JSON text (P7). Throws `Fault('invalid_record')`. */
export function checkedCommand({ command }: InboxEntry): string {
  const what = `the command ${command.type}`;
  storableJson(what, command);
  return JSON.stringify(conforming(OutsideCommand, what, command));
}

export function readCommand(id: string, stored: unknown): OutsideCommand {
  return conforming(StoredCommand, `inbox entry ${id}`, stored);
}

/** The answer to an entry, as JSON text. */
export interface AnswerRow {
  readonly id: string;
  readonly answer: string;
}

/** Checks answers. Throws `Fault('invalid_record')` for one that may not be stored (P7). */
export function checkedAnswers(handled: readonly Handled[]): AnswerRow[] {
  return handled.map(({ inboxId, answer }) => {
    return { id: inboxId, answer: JSON.stringify(readAnswer(inboxId, answer)) };
  });
}

export function readAnswer(id: string, stored: unknown): InboxAnswer {
  return conforming(InboxAnswer, `the answer to ${id}`, stored);
}

export interface TraceRow {
  readonly turn: string;
  /** The least that the attempt under way has cost. */
  readonly usd: number;
  readonly part: string;
}

/** Checks traces. Throws `Fault('invalid_record')` for a part that may not be stored (P7). */
export function checkedTraces(parts: readonly TracePart[]): TraceRow[] {
  return parts.map(checkedTrace);
}

export function checkedTrace(given: TracePart): TraceRow {
  const part = readTrace(given.turnId, given);
  const text = boundedJson(`the trace of turn ${given.turnId}`, part);
  return { turn: part.turnId, usd: part.underWay?.spent.costUsd ?? 0, part: text };
}

export function readTrace(turnId: string, stored: unknown): TracePart {
  return conforming(TracePart, `the trace of turn ${turnId}`, stored);
}
