import { DesignId } from '../../../core/vocabulary/ids.ts';
import { DesignSummary, type Projection } from '../../../runtime/ports/store.ts';
import { assertStorableText, conforming } from './json.ts';

/** Columns read of a design's row, under the names of a `DesignSummary`, in both dialects. */
export const SUMMARY = `id, topic, status, phase, step, version, started_at as "startedAt", ended_at as "endedAt",
  started_by as "startedBy", successor_of as "successorOf", thread, rehearsal, decision, standing, follow_up_of as "followUpOf",
  set_aside as "setAside"`;

/** A row from SQLite, with JSON as text and truth as a number, or from Postgres. */
export interface SummaryRow {
  readonly id: string;
  readonly thread: unknown;
  readonly rehearsal: unknown;
  readonly decision: string | null;
  /** Null in rows of earlier versions. */
  readonly standing: string | null;
  readonly setAside: string | null;
}

export function readSummary({ setAside, ...row }: SummaryRow): DesignSummary {
  const thread: unknown = typeof row.thread === 'string' ? JSON.parse(row.thread) : row.thread;
  return conforming(DesignSummary, `design ${row.id}`, {
    ...row,
    thread,
    rehearsal: Boolean(row.rehearsal),
    standing: row.decision === null ? null : (row.standing ?? 'decided'),
    ...(setAside === null ? {} : { setAside }),
  });
}

export function storedId(id: string): DesignId {
  return conforming(DesignId, 'a stored design id', id);
}

/** The columns of a design's row that follow from its events, checked (P7); JSON as text. */
export interface DesignColumns {
  readonly id: string;
  readonly version: number;
  /** Columns that change from commit to commit, by name. */
  readonly moving: Readonly<Record<string, string | number | null>>;
  /** Columns from the first event, and the place of the design's thread. */
  readonly origin: Readonly<Record<string, string | number | boolean | null>>;
}

/** Computes the columns. Throws `Fault('invalid_record')` for a value that may not be stored. */
export function designColumns({ summary, spentUsd }: Projection): DesignColumns {
  const checked = conforming(DesignSummary, 'the summary', summary);
  assertStorableText('the summary', checked);
  const { id, version, status, phase, step, endedAt, decision, standing, thread } = checked;
  return {
    id,
    version,
    moving: { version, status, phase, step, ended_at: endedAt, decision, standing, spent_usd: spentUsd },
    origin: {
      topic: checked.topic,
      started_at: checked.startedAt,
      started_by: checked.startedBy,
      successor_of: checked.successorOf,
      follow_up_of: checked.followUpOf,
      rehearsal: checked.rehearsal,
      thread: thread === null ? null : JSON.stringify(thread),
    },
  };
}
