import { hasTrait } from '../../../core/vocabulary/event-traits.ts';
import type { Commit } from '../../../engine/ports/store.ts';
import { TurnRecord } from '../../../turns/records/record.ts';
import { BrokenInvariant } from '../faults.ts';
import { type DesignColumns, designColumns } from './design.ts';
import { boundedJson, conforming } from './json.ts';
import {
  type AnswerRow,
  checkedAnswers,
  checkedEvent,
  checkedTraces,
  positionOf,
  readEffect,
  type TraceRow,
} from './rows.ts';

/** The checked rows of a commit. Payloads, effects and records are JSON texts; a record's words are exact. */
export interface CommitRows {
  readonly design: DesignColumns;
  /** The events set the columns of `design.origin`. */
  readonly hasOrigin: boolean;
  readonly events: readonly {
    readonly seq: number;
    readonly type: string;
    readonly payload: string;
    readonly hash: string;
    /** 1, 2, … among the events of this commit that change lists of designs; `null` for others. */
    readonly rank: number | null;
  }[];
  /** Number of events with a rank. */
  readonly listed: number;
  readonly effects: readonly { readonly position: number; readonly effect: string }[];
  readonly turns: readonly { readonly turn: string; readonly record: string }[];
  readonly traces: readonly TraceRow[];
  readonly answers: readonly AnswerRow[];
  readonly done: readonly number[];
}

/** Throws `Fault('invalid_record')` for an unstorable value (P7), and `BrokenInvariant` as the port promises. */
export function checkedRows(commit: Commit): CommitRows {
  const { designId, expectedVersion, events } = commit;
  events.forEach(({ seq }, index) => {
    if (seq === expectedVersion + 1 + index) return;
    throw new BrokenInvariant(
      `event ${seq} does not follow version ${expectedVersion} of design ${designId}`,
    );
  });
  let listed = 0;
  const ranked = events.map((stored) => {
    const { seq, event, hash } = stored;
    const rank = hasTrait(event, 'listed') ? ++listed : null;
    return { seq, type: event.type, hash, payload: checkedEvent(event), rank };
  });
  return {
    design: checkedDesign(commit),
    hasOrigin: expectedVersion === 0 || events.some(({ event }) => event.type === 'thread_opened'),
    events: ranked,
    listed,
    effects: commit.effects.map(({ id, effect }) => {
      return { position: positionOf(designId, id), effect: JSON.stringify(readEffect(id, effect)) };
    }),
    turns: commit.turns.map((turn) => {
      const record = conforming(TurnRecord, `the record of turn ${turn.turnId}`, turn);
      return { turn: turn.turnId, record: boundedJson(`the record of turn ${turn.turnId}`, record) };
    }),
    traces: checkedTraces(commit.traces),
    answers: checkedAnswers(commit.handled),
    done: commit.done.map((id) => positionOf(designId, id)),
  };
}

function checkedDesign(commit: Commit): DesignColumns {
  const columns = designColumns(commit.summary);
  const { id, version } = columns;
  if (id === commit.designId && version === commit.expectedVersion + commit.events.length) return columns;
  throw new BrokenInvariant(`the summary of ${id} at version ${version} is another commit's`);
}
