import { and, asc, desc, eq, getTableColumns, gt, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import type { DesignId } from '../../core/ids.ts';
import { DesignId as DesignIdSchema } from '../../core/ids.ts';
import type { Timer } from '../../core/timers.ts';
import type { DesignSummary, Store, StoredEvent } from '../../runtime/ports/store.ts';
import type { TurnRecord } from '../../runtime/turn/record.ts';
import type { Database } from './database.ts';
import { BrokenInvariant } from './faults.ts';
import { unsettled } from './outbox.ts';
import { readEvent } from './records/event.ts';
import { conforming } from './records/json.ts';
import { StoredSummary, StoredTimers } from './records/summary.ts';
import { StoredTurn } from './records/turn.ts';
import { designEvents, designs, inbox, outbox, turns } from './schema.ts';

const { epoch: _epoch, timers: _timers, ...summaryColumns } = getTableColumns(designs);

/** A design that has events; a row that was only claimed shows up nowhere. */
const begun = gt(designs.version, 0);

export async function claimDesign(database: Database, designId: DesignId): Promise<number> {
  const [claimed] = await database
    .insert(designs)
    .values({ id: designId, epoch: 1, version: 0, timers: [] })
    .onConflictDoUpdate({ target: designs.id, set: { epoch: sql`${designs.epoch} + 1` } })
    .returning({ epoch: designs.epoch });
  if (claimed === undefined) throw new BrokenInvariant(`claiming design ${designId} returned no epoch`);
  return claimed.epoch;
}

export async function readEvents(
  database: Database,
  designId: DesignId,
  since: number,
  limit: number,
): Promise<StoredEvent[]> {
  const rows = await database
    .select({ seq: designEvents.seq, payload: designEvents.payload, hash: designEvents.hash })
    .from(designEvents)
    .where(and(eq(designEvents.designId, designId), gt(designEvents.seq, since)))
    .orderBy(asc(designEvents.seq))
    .limit(limit);
  return rows.map(readEvent);
}

export async function readSummary(database: Database, designId: DesignId): Promise<DesignSummary | null> {
  const [row] = await database
    .select(summaryColumns)
    .from(designs)
    .where(and(eq(designs.id, designId), begun));
  return row === undefined ? null : conforming(StoredSummary, `design ${designId}`, row);
}

/** Ids are UUIDv7s, so their order is that of the designs' beginnings. */
export async function listDesigns(
  database: Database,
  { status, limit, before }: Parameters<Store['list']>[0],
): Promise<DesignSummary[]> {
  const rows = await database
    .select(summaryColumns)
    .from(designs)
    .where(
      and(
        begun,
        status === undefined ? undefined : eq(designs.status, status),
        before === undefined ? undefined : lt(designs.id, before),
      ),
    )
    .orderBy(desc(designs.id))
    .limit(limit);
  return rows.map((row) => conforming(StoredSummary, `design ${row.id}`, row));
}

export async function unfinishedDesigns(database: Database): Promise<DesignId[]> {
  const running = database
    .select({ id: designs.id })
    .from(designs)
    .where(inArray(designs.status, ['running', 'awaiting_input']));
  const accepted = database
    .select({ id: inbox.designId })
    .from(inbox)
    .leftJoin(designs, eq(designs.id, inbox.designId))
    .where(and(sql`not ${inbox.handled}`, or(isNull(designs.id), eq(designs.version, 0))));
  const promised = database.select({ id: outbox.designId }).from(outbox).where(unsettled);
  const rows = await running.union(accepted).union(promised).orderBy(asc(designs.id));
  return rows.map(({ id }) => conforming(DesignIdSchema, 'a stored design id', id));
}

export async function successorOf(database: Database, designId: DesignId): Promise<DesignId | null> {
  const [row] = await database
    .select({ id: designs.id })
    .from(designs)
    .where(eq(designs.successorOf, designId))
    .limit(1);
  return row === undefined ? null : conforming(DesignIdSchema, 'a stored design id', row.id);
}

export async function readTimers(database: Database, designId: DesignId): Promise<Timer[]> {
  const [row] = await database
    .select({ timers: designs.timers })
    .from(designs)
    .where(eq(designs.id, designId));
  return row === undefined ? [] : conforming(StoredTimers, `the timers of ${designId}`, row.timers);
}

export async function readTurns(database: Database, designId: DesignId): Promise<TurnRecord[]> {
  const rows = await database
    .select({ turnId: turns.turnId, record: turns.record })
    .from(turns)
    .where(eq(turns.designId, designId))
    .orderBy(asc(turns.position));
  return rows.map((row) => conforming(StoredTurn, `the record of turn ${row.turnId}`, row.record));
}
