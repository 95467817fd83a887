/**
 * Ceilings of money (T7): a reservation counts at once, in the design's row and in the day's, and
 * what a call really cost takes its place. All in millionths of a dollar, so that sums are exact.
 */

import type { DesignId } from '#design/ids.ts';
import { Fault } from '#support/fault.ts';
import { type Database, fence, type Query } from './database.ts';
import { sql } from './sql.ts';
import type { Store } from './store.ts';

export function moneyIn(
  database: Database,
): Pick<Store, 'reserve' | 'settle' | 'settleEarlier' | 'spent'> {
  const { query, dialect } = database;
  return {
    async reserve({ id, designId, epoch, day, usd, designCeilingUsd, dayCeilingUsd }) {
      const amount = microOf(usd);
      return database.transact(async (query) => {
        await fence(query, dialect, designId, epoch);
        const ofDesign = await query(sql`
          update designs set micro_usd = micro_usd + ${amount}
          where id = ${designId} and micro_usd + ${amount} <= ${microOf(designCeilingUsd)}
          returning id`);
        if (ofDesign.length === 0) return 'design';
        await query(
          sql`insert into days (day, micro_usd) values (${day}, 0) on conflict do nothing`,
        );
        const ofDay = await query(sql`
          update days set micro_usd = micro_usd + ${amount}
          where day = ${day} and micro_usd + ${amount} <= ${microOf(dayCeilingUsd)} returning day`);
        if (ofDay.length === 0) {
          await addToDesign(query, designId, -amount);
          return 'day';
        }
        await query(sql`
          insert into reservations (id, design_id, epoch, day, micro_usd, is_settled)
          values (${id}, ${designId}, ${epoch}, ${day}, ${amount}, 0)`);
        return null;
      });
    },

    async settle(reservationId, epoch, usd) {
      await database.transact(async (query) => {
        const [row] = await query<{ design_id: DesignId; day: string; micro_usd: number }>(sql`
          select design_id, day, micro_usd from reservations where id = ${reservationId}`);
        if (row === undefined) throw new Fault('lease_lost', `${reservationId} is gone`);
        await fence(query, dialect, row.design_id, epoch);
        const open = await query(sql`
          update reservations set is_settled = 1 where id = ${reservationId} and is_settled = 0
          returning id`);
        if (open.length === 0) return;
        const difference = microOf(usd) - row.micro_usd;
        await addToDesign(query, row.design_id, difference);
        await query(
          sql`update days set micro_usd = micro_usd + ${difference} where day = ${row.day}`,
        );
      });
    },

    async settleEarlier(designId, epoch) {
      await database.transact(async (query) => {
        await fence(query, dialect, designId, epoch);
        // What was reserved has been counted already, and stays.
        await query(sql`
          update reservations set is_settled = 1
          where design_id = ${designId} and epoch < ${epoch}`);
      });
    },

    /** With what is reserved for calls under way. */
    async spent(scope) {
      const [row] = await query<{ micro_usd: number }>(
        scope.startsWith('day:')
          ? sql`select micro_usd from days where day = ${scope.slice('day:'.length)}`
          : sql`select micro_usd from designs where id = ${scope}`,
      );
      return (row?.micro_usd ?? 0) / 1_000_000;
    },
  };
}

async function addToDesign(query: Query, designId: DesignId, amount: number): Promise<void> {
  await query(sql`update designs set micro_usd = micro_usd + ${amount} where id = ${designId}`);
}

function microOf(usd: number): number {
  return Math.round(usd * 1_000_000);
}
