import * as z from 'zod';
import { Effect } from '../../../core/effects.ts';
import { Timer } from '../../../core/timers.ts';
import { type Commit, DesignSummary } from '../../../runtime/ports/store.ts';
import { TracePart, TurnRecord } from '../../../runtime/turn/record.ts';
import { BrokenInvariant } from '../faults.ts';
import { checkedEvent } from './event.ts';
import { assertBounded, assertStorableText, conforming } from './json.ts';

const Timers = z.array(Timer).max(100);

/** What a commit stores, checked. Timers, payloads and records are JSON texts; a record's is kept to the letter. */
export interface CommitRows {
  readonly design: DesignSummary & { readonly timers: string };
  readonly events: readonly {
    readonly seq: number;
    readonly type: string;
    readonly payload: string;
    readonly hash: string;
  }[];
  readonly effects: readonly { readonly id: string; readonly effect: Effect }[];
  readonly turns: readonly { readonly turn: string; readonly record: string }[];
  readonly traces: readonly TraceRow[];
}

export interface TraceRow {
  readonly turn: string;
  /** What the attempt under way has cost at least. */
  readonly usd: number;
  readonly part: string;
}

/** Throws `Fault('invalid_record')` for what may not be stored (P7), and a broken invariant as the port says. */
export function checkedRows(commit: Commit): CommitRows {
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
      return { seq, type: event.type, payload: checkedEvent(event), hash };
    }),
    effects: commit.effects.map(({ id, effect }) => {
      return { id, effect: conforming(Effect, `the effect ${id}`, effect) };
    }),
    turns: commit.turns.map((turn) => {
      const record = conforming(TurnRecord, `the record of turn ${turn.turnId}`, turn);
      assertBounded(`the record of turn ${turn.turnId}`, record);
      return { turn: turn.turnId, record: JSON.stringify(record) };
    }),
    traces: checkedTraces(commit.traces),
  };
}

/** Throws `Fault('invalid_record')` for a part that may not be stored (P7). */
export function checkedTraces(parts: readonly TracePart[]): TraceRow[] {
  return parts.map(checkedTrace);
}

export function checkedTrace(given: TracePart): TraceRow {
  const part = readTrace(given.turnId, given);
  assertBounded(`the trace of turn ${given.turnId}`, part);
  return { turn: part.turnId, usd: part.underWay?.spent.costUsd ?? 0, part: JSON.stringify(part) };
}

export function readTrace(turnId: string, stored: unknown): TracePart {
  return conforming(TracePart, `the trace of turn ${turnId}`, stored);
}

function checkedSummary({ designId, expectedVersion, events, summary, timers }: Commit) {
  const checked = conforming(DesignSummary, 'the summary', summary);
  if (checked.id !== designId || checked.version !== expectedVersion + events.length) {
    throw new BrokenInvariant(
      `the summary of ${checked.id} at version ${checked.version} is another commit's`,
    );
  }
  assertStorableText('the summary', checked);
  return { ...checked, timers: JSON.stringify(conforming(Timers, 'the timers', timers)) };
}

/** Whether it says where the design's thread is. */
export function isPlacing({ expectedVersion, events }: Commit): boolean {
  return expectedVersion === 0 || events.some(({ event }) => event.type === 'thread_opened');
}
