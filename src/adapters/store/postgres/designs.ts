import type { SQL } from 'drizzle-orm';
import type { Thread } from '../../../core/events.ts';
import { DesignId } from '../../../core/ids.ts';
import { DesignInList, DesignSummary, type Store } from '../../../runtime/ports/store.ts';
import { TurnRecord } from '../../../runtime/turn/record.ts';
import { readEvent } from '../records/event.ts';
import { conforming } from '../records/json.ts';
import type { Run } from './database.ts';
import { and, asc, desc, eq, gt, gte, isNotNull, lt, sql } from './drizzle.ts';
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

/** A design's first event says so, and no column. */
const isRehearsal = sql<boolean>`coalesce((select (start.payload ->> 'rehearsal')::boolean
  from design_events as start where start.design_id = designs.id and start.seq = 1), false)`;

const followUpOf = sql<string | null>`(select start.payload ->> 'followUpOf'
  from design_events as start where start.design_id = designs.id and start.seq = 1)`;

/** The sentence of the last text of the decision, where a reader may take it for one. */
const decision = sql<string | null>`case when designs.status in ('completed', 'needs_review') then
  (select coalesce(said.payload -> 'revision', said.payload -> 'composite') -> 'decision' ->> 'sentence'
    from design_events as said where said.design_id = designs.id
      and said.type in ('composite_submitted', 'revision_submitted') order by said.seq desc limit 1) end`;

/** What is read of designs: their events, lists, and records. */
export function designReads(run: Run): Pick<Store, 'events' | 'summary' | 'list' | 'successor' | 'turns'> {
  return {
    events: (designId, since, limit) =>
      run(async ({ tables }) => {
        const rows = await tables
          .select({ seq: designEvents.seq, payload: designEvents.payload, hash: designEvents.hash })
          .from(designEvents)
          .where(and(eq(designEvents.designId, designId), gt(designEvents.seq, since)))
          .orderBy(asc(designEvents.seq))
          .limit(limit);
        return rows.map(readEvent);
      }),
    summary: (designId) =>
      run(async ({ tables }) => {
        const [row] = await tables
          .select(summaryColumns)
          .from(designs)
          .where(and(eq(designs.id, designId), begun));
        return row === undefined ? null : conforming(DesignSummary, `design ${designId}`, row);
      }),
    // Ids are UUIDv7s, so their order is that of the designs' beginnings.
    list: ({ status, before, startedSince, limit, ...thread }) =>
      run(async ({ tables }) => {
        const conditions = [
          begun,
          status === undefined ? undefined : eq(designs.status, status),
          before === undefined ? undefined : lt(designs.id, before),
          startedSince === undefined ? undefined : gte(designs.startedAt, startedSince),
          ...THREAD_PARTS.map((part) => inThread(part, thread[part])),
        ];
        const rows = await tables
          .select({ ...summaryColumns, rehearsal: isRehearsal, decision, followUpOf })
          .from(designs)
          .where(and(...conditions))
          .orderBy(desc(designs.id))
          .limit(limit);
        return rows.map((row) => conforming(DesignInList, `design ${row.id}`, row));
      }),
    successor: (designId) =>
      run(async ({ tables }) => {
        const [row] = await tables
          .select({ id: designs.id })
          .from(designs)
          .where(eq(designs.successorOf, designId))
          .limit(1);
        return row === undefined ? null : conforming(DesignId, 'a stored design id', row.id);
      }),
    turns: (designId) =>
      run(async ({ tables }) => {
        const rows = await tables
          .select({ turnId: turns.turnId, record: turns.record })
          .from(turns)
          .where(eq(turns.designId, designId))
          .orderBy(asc(turns.position));
        return rows.map((row) => conforming(TurnRecord, `the record of turn ${row.turnId}`, row.record));
      }),
  };
}

const THREAD_PARTS = ['platform', 'channel', 'thread', 'starter'] as const;

function inThread(part: keyof Thread, wanted: string | undefined): SQL | undefined {
  if (wanted === undefined) return undefined;
  return and(isNotNull(designs.thread), sql`${designs.thread} ->> ${sql.raw(`'${part}'`)} = ${wanted}`);
}
