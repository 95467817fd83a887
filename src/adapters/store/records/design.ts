import type { Table } from 'drizzle-orm';
import { Thread } from '#core/vocabulary/event-parts.ts';
import { DesignId } from '#core/vocabulary/ids.ts';
import { DesignSummary } from '#ports/store.ts';
import { NOT_RECORDED, SET_ASIDE_TOPIC } from '#presentation/words/set-aside.ts';
import type { Tables } from '../columns.ts';
import { getTableColumns } from '../drizzle.ts';
import { assertStorableText, parseConforming } from './json.ts';

export function summaryColumnsOf({ designs }: Tables) {
  const { owner, epoch, dueAt, arrivals, ...columns } = getTableColumns(designs);
  return columns;
}

type SummaryRow = Pick<
  Tables['designs']['$inferSelect'],
  keyof ReturnType<typeof summaryColumnsOf>
>;

/**
 * An unreadable row is shown like that of a design set aside, and does not break a list. Its thread
 * only decides who may see it.
 */
export function readSummary({ setAside, ...row }: SummaryRow): DesignSummary {
  const summary = setAside === null ? DesignSummary.safeParse(row).data : undefined;
  if (summary !== undefined) return summary;
  const id = readStoredId(row.id);
  return {
    id,
    topic: SET_ASIDE_TOPIC,
    status: 'failed',
    phase: 'spawning',
    step: 'spawning',
    version: row.version,
    startedAt: momentIn(id),
    endedAt: null,
    startedBy: '',
    successorOf: null,
    thread: Thread.nullable().safeParse(row.thread).data ?? null,
    rehearsal: false,
    decision: null,
    standing: null,
    followUpOf: null,
    costUsd: 0,
    setAside: setAside ?? NOT_RECORDED,
  };
}

/** Milliseconds since the epoch that a UUIDv7 begins with. */
function momentIn(id: DesignId): number {
  const [, high = '0', low = '0'] = /^dsn_([0-9a-f]{8})-([0-9a-f]{4})/.exec(id) ?? [];
  return Number.parseInt(high + low, 16);
}

export function readStoredId(id: string): DesignId {
  return parseConforming(DesignId, 'a stored design id', id);
}

type DesignRow = Partial<Tables['designs']['$inferSelect']>;

/** For a statement by template: column names and values in either dialect. */
export function listStoredColumns(
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

/**
 * Columns computed from the events, without the version, checked. `origin`: those from the first
 * event, and the place of the design's thread. Throws `Fault('invalid_record')` for an unstorable
 * value.
 */
export function listDesignColumns(summary: DesignSummary): {
  readonly moving: DesignRow;
  readonly origin: DesignRow;
} {
  const checked = parseConforming(DesignSummary, 'the summary', summary);
  assertStorableText('the summary', checked);
  const { topic, startedAt, startedBy, successorOf, followUpOf, rehearsal, thread, ...others } =
    checked;
  const { id: _id, version: _version, setAside: _setAside, ...moving } = others;
  return {
    moving,
    origin: { topic, startedAt, startedBy, successorOf, followUpOf, rehearsal, thread },
  };
}
