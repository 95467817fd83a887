/**
 * Ceilings of money (T7): a reservation counts at once, in the design's row and in the day's, and
 * what a call really cost takes its place. All in millionths of a dollar, so that sums are exact.
 */

import type { DesignId } from '#design/ids.ts';
import { Fault } from '#support/fault.ts';
import { type Database, noteAsOwner, type Query, writeAsOwner } from './database.ts';
import { sql } from './sql.ts';
import type { Store } from './store.ts';

export function moneyIn(database: Database) {
  const { query } = database;
  return {
    async reserve({ id, designId, epoch, day, usd, designCeilingUsd, dayCeilingUsd }) {
      const amount = microOf(usd);
      return writeAsOwner(database, designId, epoch, async (query) => {
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
      const [row] = await query<{ design_id: DesignId; day: string; micro_usd: number }>(
        sql`select design_id, day, micro_usd from reservations where id = ${reservationId}`,
      );
      if (row === undefined) throw new Fault('lease_lost', `${reservationId} is gone`);
      const { design_id, day } = row;
      // Where this is lost, what was reserved stays counted: never too little.
      await noteAsOwner(database, design_id, epoch, async (query) => {
        const open = await query(sql`
          update reservations set is_settled = 1 where id = ${reservationId} and is_settled = 0
          returning id`);
        if (open.length === 0) return;
        const difference = microOf(usd) - row.micro_usd;
        await addToDesign(query, design_id, difference);
        await query(sql`update days set micro_usd = micro_usd + ${difference} where day = ${day}`);
      });
    },

    async settleEarlier(designId, epoch) {
      await writeAsOwner(database, designId, epoch, async (query) => {
        // What was reserved has been counted already, and stays.
        await query(sql`
          update reservations set is_settled = 1
          where design_id = ${designId} and epoch < ${epoch}`);
      });
    },

    async spent(scope) {
      const [row] = await query<{ micro_usd: number }>(
        scope.startsWith('day:')
          ? sql`select micro_usd from days where day = ${scope.slice('day:'.length)}`
          : sql`select micro_usd from designs where id = ${scope}`,
      );
      return (row?.micro_usd ?? 0) / 1_000_000;
    },

    async settled(scope) {
      const isDay = scope.startsWith('day:');
      const day = scope.slice('day:'.length);
      const underWay = isDay ? sql`day = ${day}` : sql`design_id = ${scope}`;
      const [row] = await query<{ micro_usd: number }>(sql`
        select cast(micro_usd - (
          select coalesce(sum(micro_usd), 0) from reservations where ${underWay} and is_settled = 0
        ) as bigint) as micro_usd
        from ${isDay ? sql`days where day = ${day}` : sql`designs where id = ${scope}`}`);
      return (row?.micro_usd ?? 0) / 1_000_000;
    },
  } satisfies Partial<Store>;
}

async function addToDesign(query: Query, designId: DesignId, amount: number): Promise<void> {
  await query(sql`update designs set micro_usd = micro_usd + ${amount} where id = ${designId}`);
}

function microOf(usd: number): number {
  return Math.round(usd * 1_000_000);
}
