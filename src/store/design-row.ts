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
  readonly process: string;
  readonly is_lapsed: number;
  readonly is_ended: number;
  readonly was_released: number;
  readonly summary: string;
}

export function designColumns({ now }: Dialect): Sql {
  return sql`id, key, version, epoch, owner, process, is_ended, summary,
    case when owner is null or lease_until <= ${now} then 1 else 0 end as is_lapsed,
    case when owner is null then 1 else was_released end as was_released`;
}

export function readDesign(row: StoredDesign): DesignRow {
  const { id, key, version, epoch, owner, process } = row;
  return {
    id,
    key,
    version,
    epoch,
    owner: owner === null ? null : { id: owner, process: JSON.parse(process) as Owner['process'] },
    isLapsed: row.is_lapsed === 1,
    isEnded: row.is_ended === 1,
    wasReleased: row.was_released === 1,
    summary: JSON.parse(row.summary) as Summary,
  };
}

/** The summary, and the parts of it by which designs are found. */
export const SUMMARY_COLUMNS = sql`summary, status, words, platform, channel, thread, ended_at`;
export function summaryValues(summary: Summary): Sql {
  const { status, topic, headline, platform, channel, thread, endedAt } = summary;
  return sql`${JSON.stringify(summary)}, ${status}, ${`${topic}\n${headline}`.toLowerCase()},
    ${platform}, ${channel}, ${thread}, ${endedAt}`;
}
