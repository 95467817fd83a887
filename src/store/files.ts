/** What a design has outside of its events: its messages in the thread, its files and failure logs. */

import { type Database, noteAsOwner, writeAsOwner } from './database.ts';
import { sql } from './sql.ts';
import type { Post, Store } from './store.ts';

const MAX_FILE_BYTES = 16 * 1024 * 1024;
const MAX_FAILURE_BYTES = 64 * 1024;

export function filesIn(database: Database) {
  const { query } = database;
  return {
    posts(designId) {
      return query<Post>(sql`
        select key, message_id as "messageId", sha256 from posts
        where design_id = ${designId} order by key`);
    },

    async putPost(designId, epoch, { key, messageId, sha256 }) {
      await writeAsOwner(database, designId, epoch, async (query) => {
        await query(sql`
          insert into posts (design_id, key, message_id, sha256)
          values (${designId}, ${key}, ${messageId}, ${sha256})
          on conflict (design_id, key) do update set message_id = excluded.message_id,
            sha256 = excluded.sha256`);
      });
    },

    async putFile(designId, epoch, name, bytes) {
      const limit = name.startsWith('failures/') ? MAX_FAILURE_BYTES : MAX_FILE_BYTES;
      if (bytes.length > limit) throw new Error(`${name} has more than ${limit} bytes`);
      // Told of by a commit that follows.
      await noteAsOwner(database, designId, epoch, async (query) => {
        await query(sql`
          insert into files (design_id, name, bytes) values (${designId}, ${name}, ${bytes})
          on conflict (design_id, name) do update set bytes = excluded.bytes`);
      });
    },

    files(designId) {
      return query<{ name: string; bytes: number }>(sql`
        select name, length(bytes) as bytes from files where design_id = ${designId} order by name`);
    },

    async file(designId, name) {
      const [row] = await query<{ bytes: Uint8Array }>(
        sql`select bytes from files where design_id = ${designId} and name = ${name}`,
      );
      return row?.bytes ?? null;
    },
  } satisfies Partial<Store>;
}
