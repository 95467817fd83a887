/** The record of turns (T1 to T4): a head, and the steps of its trace as they come. */

import { Fault } from '#support/fault.ts';
import type { TraceStep, TurnHead } from '#turns/record.ts';
import { type Database, noteAsOwner } from './database.ts';
import { sql } from './sql.ts';
import type { Store } from './store.ts';

export function turnsIn(database: Database) {
  const { query } = database;
  return {
    async putShared(designId, epoch, sha256, text) {
      await noteAsOwner(database, designId, epoch, async (query) => {
        await query(sql`
          insert into shared (design_id, sha256, json)
          values (${designId}, ${sha256}, ${JSON.stringify(text)}) on conflict do nothing`);
      });
    },

    async startTurn(epoch, head) {
      const { designId, turnId } = head;
      await noteAsOwner(database, designId, epoch, async (query) => {
        await query(sql`
          insert into turns (design_id, turn_id, part, epoch, json)
          values (${designId}, ${turnId}, 0, ${epoch}, ${JSON.stringify(head)})
          on conflict do nothing`);
      });
    },

    async appendTrace(designId, epoch, turnId, steps) {
      const json = JSON.stringify(steps);
      await noteAsOwner(database, designId, epoch, async (query) => {
        const [found] = await query<{ last: number | null; is_known: number }>(sql`
          select max(part) as last, max(case when json = ${json} then 1 else 0 end) as is_known
          from turns where design_id = ${designId} and turn_id = ${turnId}`);
        // A store that was restored or failed over is not the one that was written to (C22).
        if (typeof found?.last !== 'number')
          throw new Fault('lease_lost', `${turnId} is not in the store any more.`);
        // It is sent again when its answer was lost.
        if (found.is_known === 1) return;
        await query(sql`
          insert into turns (design_id, turn_id, part, epoch, json)
          values (${designId}, ${turnId}, ${found.last + 1}, ${epoch}, ${json})`);
      });
    },

    async turns(designId) {
      const rows = await query<{ json: string }>(
        sql`select json from turns where design_id = ${designId} and part = 0`,
      );
      return rows
        .map(({ json }) => JSON.parse(json) as TurnHead)
        .sort((a, b) => a.number - b.number);
    },

    async turn(designId, turnId) {
      const [head, ...parts] = await query<{ json: string }>(sql`
        select json from turns where design_id = ${designId} and turn_id = ${turnId} order by part`);
      if (head === undefined) return null;
      return {
        ...(JSON.parse(head.json) as TurnHead),
        trace: parts.flatMap(({ json }) => JSON.parse(json) as TraceStep[]),
      };
    },

    async shared(designId, sha256) {
      const [row] = await query<{ json: string }>(
        sql`select json from shared where design_id = ${designId} and sha256 = ${sha256}`,
      );
      return row === undefined ? null : (JSON.parse(row.json) as string);
    },
  } satisfies Partial<Store>;
}
