/** A design's row: how it is read, and the columns of its summary. */

import type { DesignId } from '#design/ids.ts';
import type { Dialect } from './database.ts';
import { type Sql, sql } from './sql.ts';
import type { DesignRow, Owner, Summary } from './store.ts';

export interface StoredDesign {
  readonly id: DesignId;
  readonly key: string;
  readonly version: number;
  readonly epoch: number;
  readonly owner: string | null;
  readonly owner_process: string;
  readonly is_lapsed: number;
  readonly is_ended: number;
  readonly was_released: number;
  readonly summary: string;
}

export function designColumns({ now }: Dialect): Sql {
  return sql`id, key, version, epoch, owner, owner_process, is_ended, summary,
    case when owner is null or lease_until <= ${now} then 1 else 0 end as is_lapsed,
    case when owner is null then 1 else was_released end as was_released`;
}

export function readDesign(row: StoredDesign): DesignRow {
  return {
    id: row.id,
    key: row.key,
    version: row.version,
    epoch: row.epoch,
    owner:
      row.owner === null
        ? null
        : { id: row.owner, process: JSON.parse(row.owner_process) as Owner['process'] },
    isLapsed: row.is_lapsed === 1,
    isEnded: row.is_ended === 1,
    wasReleased: row.was_released === 1,
    summary: JSON.parse(row.summary) as Summary,
  };
}

/** The summary, and the parts of it by which designs are found. */
export function summaryColumns(summary: Summary): { readonly name: Sql; readonly value: Sql }[] {
  return [
    { name: sql`summary`, value: sql`${JSON.stringify(summary)}` },
    { name: sql`status`, value: sql`${summary.status}` },
    { name: sql`words`, value: sql`${searchable(`${summary.topic}\n${summary.headline}`)}` },
    { name: sql`platform`, value: sql`${summary.platform}` },
    { name: sql`channel`, value: sql`${summary.channel}` },
    { name: sql`thread`, value: sql`${summary.thread}` },
    { name: sql`ended_at`, value: sql`${summary.endedAt}` },
  ];
}

/** Postgres stores no NUL. */
export function searchable(text: string): string {
  return text.toLowerCase().replaceAll('\0', ' ');
}
