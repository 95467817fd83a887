/** Designs: their commits, events and rows in lists. */

import type { DesignId } from '#design/ids.ts';
import { Fault } from '#support/fault.ts';
import { type Database, type Query, writeAsOwner } from './database.ts';
import {
  designColumns,
  readDesign,
  type StoredDesign,
  SUMMARY_COLUMNS,
  summaryValues,
} from './design-row.ts';
import { join, type Sql, sql } from './sql.ts';
import type { DesignRow, Store, StoredEvent } from './store.ts';

const MAX_WORDS = 10;

export function designsIn(database: Database) {
  const { query } = database;
  const columns = designColumns(database.dialect);
  /** @param rest of the select, from `where` on */
  const select = async (rest: Sql): Promise<DesignRow[]> => {
    const rows = await query<StoredDesign>(sql`select ${columns} from designs ${rest}`);
    return rows.map(readDesign);
  };
  const selectIds = async (rest: Sql): Promise<DesignId[]> => {
    const rows = await query<{ id: DesignId }>(sql`select id from designs ${rest}`);
    return rows.map(({ id }) => id);
  };

  return {
    async commit({ designId, epoch, version, events, summary, isEnded, answers }) {
      if (events.some(({ seq }, n) => seq !== version + 1 + n))
        throw new Error('events are numbered from the version on');
      const write = async (query: Query): Promise<void> => {
        const stale = new Fault('stale_version', `${designId} is not at version ${version}`);
        const changed = await query(sql`
          update designs set version = version + ${events.length}, is_ended = ${isEnded ? 1 : 0},
            (${SUMMARY_COLUMNS}) = (${summaryValues(summary)})
          where id = ${designId} and version = ${version} returning id`);
        if (changed.length === 0) throw stale;
        if (events.length > 0) await query(insertEvents(designId, events));
        for (const { inboxId, answer } of answers) {
          const answered = await query(sql`
            update inbox set answer = ${JSON.stringify(answer)}
            where id = ${inboxId} and design_id = ${designId} and answer is null returning id`);
          if (answered.length === 0) throw stale;
        }
      };
      await writeAsOwner(database, designId, epoch, write, designId);
    },

    async events(designId, after = 0) {
      const rows = await query<{ seq: number; event: string; hash: string }>(sql`
        select seq, event, hash from events where design_id = ${designId} and seq > ${after}
        order by seq`);
      return rows.map(({ seq, event, hash }) => ({
        seq,
        event: JSON.parse(event) as StoredEvent['event'],
        hash,
      }));
    },

    async design(designId) {
      return (await select(sql`where id = ${designId}`))[0] ?? null;
    },

    async findId(idOrEnd) {
      const isEnd = /^[0-9a-f]{8}$/.test(idOrEnd);
      const [id] = await selectIds(
        isEnd
          ? sql`where id like ${`%${idOrEnd}`} order by id desc limit 1`
          : sql`where id = ${idOrEnd}`,
      );
      return id ?? null;
    },

    async find({ status, words = '', channel, limit, before }) {
      const conditions = [sql`1 = 1`];
      if (status !== undefined) conditions.push(sql`status = ${status}`);
      if (channel !== undefined) conditions.push(sql`channel = ${channel}`);
      if (before !== undefined) conditions.push(sql`id < ${before}`);
      for (const word of words.toLowerCase().split(/\s+/).filter(Boolean).slice(0, MAX_WORDS)) {
        const pattern = `%${word.replaceAll(/[!%_]/g, '!$&')}%`;
        conditions.push(sql`words like ${pattern} escape '!'`);
      }
      return select(sql`where ${join(conditions, ' and ')} order by id desc limit ${limit}`);
    },

    async ofThread(platform, channel, thread) {
      const [row] = await select(sql`
        where platform = ${platform} and channel = ${channel} and thread = ${thread}
        order by id desc limit 1`);
      return row ?? null;
    },

    listUnended() {
      return select(sql`where is_ended = 0 order by id`);
    },

    endedBefore(at) {
      return selectIds(sql`where is_ended = 1 and ended_at < ${at} order by id`);
    },

    async forget(designId) {
      // Rows of the other tables go with it.
      const rows = sql`delete from designs where id = ${designId}`;
      await database.transact((query) => query(rows), designId);
      await database.purge();
    },
  } satisfies Partial<Store>;
}

function insertEvents(designId: DesignId, events: readonly StoredEvent[]): Sql {
  const rows = events.map(
    ({ seq, event, hash }) => sql`(${designId}, ${seq}, ${JSON.stringify(event)}, ${hash})`,
  );
  return sql`insert into events (design_id, seq, event, hash) values ${join(rows, ', ')}`;
}
