/** Commands of people on their way to a design's owner, and its answers (P5). */

import { randomBytes } from 'node:crypto';
import type { DesignId } from '#design/ids.ts';
import type { Database } from './database.ts';
import { summaryColumns } from './design-row.ts';
import { join, sql } from './sql.ts';
import type { Answer, InboxRow, Store } from './store.ts';

interface StoredInboxRow {
  readonly id: number;
  readonly design_id: DesignId;
  readonly platform: string;
  readonly platform_id: string;
  readonly command: string;
  readonly at: number;
}

export function inboxIn(database: Database): Pick<Store, 'putCommand' | 'answerOf' | 'inboxOf'> {
  const { query } = database;
  return {
    async putCommand(row, summary) {
      const { designId, platform, platformId, command, at } = row;
      const isStart = command.type === 'start';
      if (isStart !== (summary !== undefined)) throw new Error('a start has a summary, alone');
      const inserted = await database.transact(async (query) => {
        const rows = await query<{ id: number }>(sql`
          insert into inbox (design_id, platform, platform_id, command, at)
          values (${designId}, ${platform}, ${platformId}, ${JSON.stringify(command)}, ${at})
          on conflict (platform, platform_id) do nothing returning id`);
        // Only now, so that a second delivery leaves no design without a command.
        if (rows.length > 0 && summary !== undefined) {
          const columns = summaryColumns(summary);
          await query(sql`
            insert into designs (id, key, version, epoch, lease_until, was_released, is_ended,
              micro_usd, ${join(
                columns.map(({ name }) => name),
                ', ',
              )})
            values (${designId}, ${randomBytes(16).toString('hex')}, 0, 0, 0, 1, 0,
              0, ${join(
                columns.map(({ value }) => value),
                ', ',
              )})`);
        }
        return rows[0];
      }, designId);
      if (inserted !== undefined) return { id: inserted.id, designId, isNew: true };
      const [stored] = await query<StoredInboxRow>(sql`
        select id, design_id from inbox where platform = ${platform} and platform_id = ${platformId}`);
      if (stored === undefined) throw new Error(`${platform} ${platformId} is gone again`);
      return { id: stored.id, designId: stored.design_id, isNew: false };
    },

    async answerOf(inboxId) {
      const [row] = await query<{ answer: string | null }>(
        sql`select answer from inbox where id = ${inboxId}`,
      );
      return row === undefined || row.answer === null ? null : (JSON.parse(row.answer) as Answer);
    },

    async inboxOf(designId) {
      const rows = await query<StoredInboxRow>(
        sql`select * from inbox where design_id = ${designId} and answer is null order by id`,
      );
      return rows.map((row) => ({
        id: row.id,
        designId: row.design_id,
        platform: row.platform,
        platformId: row.platform_id,
        command: JSON.parse(row.command) as InboxRow['command'],
        at: row.at,
      }));
    },
  };
}
