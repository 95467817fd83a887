import { setImmediate as otherWork } from 'node:timers/promises';
import { DesignId } from '../../../core/ids.ts';
import type { Store } from '../../../runtime/ports/store.ts';
import { TurnRecord } from '../../../runtime/turn/record.ts';
import { readSummary, SUMMARY, type SummaryRow } from '../records/design.ts';
import { readEvent } from '../records/event.ts';
import { conforming } from '../records/json.ts';
import type { Run, Value } from './database.ts';

/** What is read of designs: their events, lists, and records. One that has no events shows up nowhere. */
export function designReads(run: Run): Pick<Store, 'events' | 'summary' | 'list' | 'successor' | 'turns'> {
  return {
    events: (designId, since, limit) =>
      readSlices<EventRow, ReturnType<typeof readEvent>>(
        run,
        { ...EVENTS, designId, since, limit },
        ({ at, json, hash }) => readEvent({ seq: at, payload: JSON.parse(json), hash }),
      ),
    summary: (designId) =>
      run((database) => {
        const row = database.row<SummaryRow>(
          `select ${SUMMARY} from designs where id = ? and version > 0`,
          designId,
        );
        return row === null ? null : readSummary(row);
      }),
    // Ids are UUIDv7s, so their order is that of the designs' beginnings.
    list: ({ limit, ...filter }) =>
      run((database) => {
        const wanted = CONDITIONS.filter(([name]) => filter[name] !== undefined);
        const rows = database.rows<SummaryRow>(
          `select ${SUMMARY} from designs
            where ${['version > 0', ...wanted.map(([, condition]) => condition)].join(' and ')}
            order by id desc limit ?`,
          ...wanted.map(([name]): Value => filter[name] ?? null),
          limit,
        );
        return rows.map(readSummary);
      }),
    successor: (designId) =>
      run((database) => {
        const row = database.row<{ id: string }>('select id from designs where successor_of = ?', designId);
        return row === null ? null : conforming(DesignId, 'a stored design id', row.id);
      }),
    turns: (designId) =>
      readSlices<TurnRow, TurnRecord>(
        run,
        { ...TURNS, designId, since: 0, limit: Number.MAX_SAFE_INTEGER },
        ({ id, json }) => conforming(TurnRecord, `the record of turn ${id}`, JSON.parse(json)),
      ),
  };
}

const EVENTS = {
  text: `select seq as at, payload as json, hash from design_events
    where design_id = ? and seq > ? order by seq limit ?`,
};
const TURNS = {
  text: `select position as at, turn_id as id, record as json from turns
    where design_id = ? and position > ? order by position limit ?`,
};
const inThread = (part: string) => `thread is not null and thread ->> '${part}' = ?`;
const CONDITIONS = [
  ['status', 'status = ?'],
  ['before', 'id < ?'],
  ['startedSince', 'started_at >= ?'],
  ['platform', inThread('platform')],
  ['channel', inThread('channel')],
  ['thread', inThread('thread')],
  ['starter', inThread('starter')],
] as const;

interface Slice {
  /** Where it is in the order of what is read. */
  readonly at: number;
  readonly json: string;
}
type EventRow = Slice & { readonly hash: string };
type TurnRow = Slice & { readonly id: string };

/**
 * Reads what is only ever appended to, in slices, since reading and parsing are done in the daemon's thread: between two
 * of them everything else gets its turn.
 */
async function readSlices<Row extends Slice, Result>(
  run: Run,
  {
    text,
    designId,
    since,
    limit,
  }: {
    readonly text: string;
    readonly designId: DesignId;
    readonly since: number;
    readonly limit: number;
  },
  read: (row: Row) => Result,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let after = since; ; ) {
    const slice = await run((database) => database.slice<Row>(text, designId, after, limit - results.length));
    results.push(...slice.rows.map(read));
    after = slice.rows.at(-1)?.at ?? after;
    if (slice.isAll || results.length >= limit) return results;
    await otherWork();
  }
}
