/** Commands of people on their way to a design's owner, and its answers (P5). */

import { randomBytes } from 'node:crypto';
import { InboxCommand } from '#design/commands.ts';
import type { DesignId } from '#design/ids.ts';
import type { Database } from './database.ts';
import {
  designColumns,
  readDesign,
  type StoredDesign,
  SUMMARY_COLUMNS,
  summaryValues,
} from './design-row.ts';
import { sql } from './sql.ts';
import type { Answer, InboxRow, Store } from './store.ts';

export function inboxIn(database: Database) {
  const { query } = database;
  const findCommand = async (platform: string, platformId: string) => {
    const [row] = await query<{ id: number; designId: DesignId }>(sql`
      select id, design_id as "designId" from inbox
      where platform = ${platform} and platform_id = ${platformId}`);
    return row ?? null;
  };
  return {
    async putCommand(row, summary, judge) {
      const { designId, platform, platformId, command, at } = row;
      // One that no event can hold would stop its design for good.
      const json = JSON.stringify(InboxCommand.parse(command));
      const isStart = command.type === 'start';
      if (isStart !== (summary !== undefined)) throw new Error('a start has a summary, alone');
      const inserted = await database.transact(async (query) => {
        const rows = await query<{ id: number }>(sql`
          insert into inbox (design_id, platform, platform_id, command, at)
          values (${designId}, ${platform}, ${platformId}, ${json}, ${at})
          on conflict (platform, platform_id) do nothing returning id`);
        // Only now, so that a second delivery leaves no design without a command.
        if (rows.length > 0 && summary !== undefined) {
          if (judge !== undefined) {
            await query(database.dialect.soleLock);
            const atWork = await query<StoredDesign>(sql`
              select ${designColumns(database.dialect)} from designs
              where status in ('running', 'awaiting_input') order by id desc`);
            judge(atWork.map(readDesign));
          }
          await query(sql`
            insert into designs (id, key, version, epoch, lease_until, was_released, is_ended,
              micro_usd, ${SUMMARY_COLUMNS})
            values (${designId}, ${randomBytes(16).toString('hex')}, 0, 0, 0, 1, 0,
              0, ${summaryValues(summary)})`);
        }
        return rows[0];
      }, designId);
      if (inserted !== undefined) return { id: inserted.id, designId, isNew: true };
      const stored = await findCommand(platform, platformId);
      if (stored === null) throw new Error(`${platform} ${platformId} is gone again`);
      return { ...stored, isNew: false };
    },

    findCommand,

    async answerOf(inboxId) {
      const [row] = await query<{ answer: string | null }>(
        sql`select answer from inbox where id = ${inboxId}`,
      );
      return row === undefined || row.answer === null ? null : (JSON.parse(row.answer) as Answer);
    },

    async inboxOf(designId) {
      const rows = await query<Omit<InboxRow, 'command'> & { command: string }>(sql`
        select id, design_id as "designId", platform, platform_id as "platformId", command, at
        from inbox where design_id = ${designId} and answer is null order by id`);
      return rows.map((row) => ({
        ...row,
        command: JSON.parse(row.command) as InboxRow['command'],
      }));
    },
  } satisfies Partial<Store>;
}
