import type { Table } from 'drizzle-orm';
import { Thread } from '../../../core/vocabulary/event-parts.ts';
import { DesignId } from '../../../core/vocabulary/ids.ts';
import { bareSummary } from '../../../engine/ports/bare-summary.ts';
import { DesignSummary } from '../../../engine/ports/store.ts';
import { getTableColumns } from '../drizzle.ts';
import type { Tables } from '../queries.ts';
import { assertStorableText, conforming } from './json.ts';

export function summaryColumns({ designs }: Tables) {
  const { owner, epoch, dueAt, arrivals, ...columns } = getTableColumns(designs);
  return columns;
}

type SummaryRow = Pick<Tables['designs']['$inferSelect'], keyof ReturnType<typeof summaryColumns>>;

export function readSummary({ setAside, ...row }: SummaryRow): DesignSummary {
  const isAside = setAside === null ? {} : { setAside };
  const found = DesignSummary.safeParse({ ...row, ...isAside }).data;
  if (found !== undefined) return found;
  // An unreadable summary does not break a list: its design is shown from its events (P11).
  const thread = Thread.nullable().safeParse(row.thread).data ?? null;
  return { ...bareSummary({ id: storedId(row.id), version: row.version, thread }), ...isAside };
}

export function storedId(id: string): DesignId {
  return conforming(DesignId, 'a stored design id', id);
}

type DesignRow = Partial<Tables['designs']['$inferSelect']>;

/** Columns computed from the events, checked (P7). */
export interface DesignColumns {
  readonly id: string;
  readonly version: number;
  readonly moving: DesignRow;
  /** Columns from the first event, and the place of the design's thread. */
  readonly origin: DesignRow;
}

/** For a handwritten statement: column names and values in either dialect. */
export function storedColumns(
  table: Table,
  row: DesignRow,
): { readonly name: string; readonly value: unknown }[] {
  const columns = getTableColumns(table);
  return Object.entries(row).flatMap(([key, value]) => {
    const column = columns[key];
    if (column === undefined) return [];
    return [{ name: column.name, value: value === null ? null : column.mapToDriverValue(value) }];
  });
}

/** Throws `Fault('invalid_record')` for an unstorable value. */
export function designColumns(summary: DesignSummary): DesignColumns {
  const checked = conforming(DesignSummary, 'the summary', summary);
  assertStorableText('the summary', checked);
  const { topic, startedAt, startedBy, successorOf, followUpOf, rehearsal, thread, ...others } = checked;
  const { id, setAside: _, ...moving } = others;
  const origin = { topic, startedAt, startedBy, successorOf, followUpOf, rehearsal, thread };
  return { id, version: moving.version, moving, origin };
}
