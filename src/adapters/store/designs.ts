import type { SQL } from 'drizzle-orm';
import type { Thread } from '../../core/events.ts';
import { DesignId } from '../../core/ids.ts';
import { type DesignFilter, DesignSummary, type StoredEvent } from '../../runtime/ports/store.ts';
import { TurnRecord } from '../../runtime/turn/record.ts';
import type { Database } from './database.ts';
import { and, asc, desc, eq, gt, gte, isNotNull, lt, sql } from './drizzle.ts';
import { readEvent } from './records/event.ts';
import { conforming } from './records/json.ts';
import { designEvents, designs, turns } from './schema.ts';

const summaryColumns = {
  id: designs.id,
  topic: designs.topic,
  status: designs.status,
  phase: designs.phase,
  step: designs.step,
  version: designs.version,
  startedAt: designs.startedAt,
  endedAt: designs.endedAt,
  startedBy: designs.startedBy,
  successorOf: designs.successorOf,
  thread: designs.thread,
};

/** A design that has events; one whose start was only accepted shows up nowhere. */
const begun = gt(designs.version, 0);

export async function readEvents(
  database: Database,
  designId: DesignId,
  since: number,
  limit: number,
): Promise<StoredEvent[]> {
  const rows = await database.tables
    .select({ seq: designEvents.seq, payload: designEvents.payload, hash: designEvents.hash })
    .from(designEvents)
    .where(and(eq(designEvents.designId, designId), gt(designEvents.seq, since)))
    .orderBy(asc(designEvents.seq))
    .limit(limit);
  return rows.map(readEvent);
}

export async function readSummary(database: Database, designId: DesignId): Promise<DesignSummary | null> {
  const [row] = await database.tables
    .select(summaryColumns)
    .from(designs)
    .where(and(eq(designs.id, designId), begun));
  return row === undefined ? null : conforming(DesignSummary, `design ${designId}`, row);
}

/** Ids are UUIDv7s, so their order is that of the designs' beginnings. */
export async function listDesigns(database: Database, filter: DesignFilter): Promise<DesignSummary[]> {
  const { status, before, startedSince, limit } = filter;
  const rows = await database.tables
    .select(summaryColumns)
    .from(designs)
    .where(
      and(
        begun,
        status === undefined ? undefined : eq(designs.status, status),
        before === undefined ? undefined : lt(designs.id, before),
        startedSince === undefined ? undefined : gte(designs.startedAt, startedSince),
        ...(['platform', 'channel', 'thread', 'starter'] as const).map((part) =>
          inThread(part, filter[part]),
        ),
      ),
    )
    .orderBy(desc(designs.id))
    .limit(limit);
  return rows.map((row) => conforming(DesignSummary, `design ${row.id}`, row));
}

function inThread(part: keyof Thread, wanted: string | undefined): SQL | undefined {
  if (wanted === undefined) return undefined;
  return and(isNotNull(designs.thread), sql`${designs.thread} ->> ${sql.raw(`'${part}'`)} = ${wanted}`);
}

export async function successorOf(database: Database, designId: DesignId): Promise<DesignId | null> {
  const [row] = await database.tables
    .select({ id: designs.id })
    .from(designs)
    .where(eq(designs.successorOf, designId))
    .limit(1);
  return row === undefined ? null : conforming(DesignId, 'a stored design id', row.id);
}

export async function readTurns(database: Database, designId: DesignId): Promise<TurnRecord[]> {
  const rows = await database.tables
    .select({ turnId: turns.turnId, record: turns.record })
    .from(turns)
    .where(eq(turns.designId, designId))
    .orderBy(asc(turns.position));
  return rows.map((row) => conforming(TurnRecord, `the record of turn ${row.turnId}`, row.record));
}
