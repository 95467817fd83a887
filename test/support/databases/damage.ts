import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import type { DesignId } from '#core/vocabulary/ids.ts';
import { openStore } from '#entry/open-store.ts';
import { chainEvents, commitOf, inboxEntryOf } from '../designs/commits.ts';
import { designIdOf, sampleEvents } from '../designs/events.ts';
import { keepLog } from '../processes/child-sessions.ts';

/** Bytes of a page of SQLite, unless a file says otherwise. */
const PAGE_BYTES = 4_096;

/** Those of the first tables follow the first one; the rest of the schema comes after them. */
const TABLE_PAGES = 20;

/**
 * Writes over the tables of a database and not over its schema, so that it is known for one, and
 * opened.
 */
export function overwriteTables(path: string): void {
  overwrite(path, TABLE_PAGES * PAGE_BYTES);
}

/** Writes over all of a database that is open, and whose schema has been read. */
export function overwriteDatabase(path: string): void {
  overwrite(path, statSync(path).size - PAGE_BYTES);
}

function overwrite(path: string, lengthBytes: number): void {
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(lengthBytes, 'x'), 0, lengthBytes, PAGE_BYTES);
  closeSync(file);
}

/** Leaves a store with one design, which is larger than what SQLite keeps of a file in memory. */
export async function leaveLargeStore(dataDir: string): Promise<DesignId> {
  const { store, fleet } = await openStore({ databaseUrl: null, dataDir }, keepLog());
  const designId = designIdOf(1);
  await store.accept(inboxEntryOf('first', designId));
  await fleet.claim(designId);
  const reply = { ...sampleEvents.reply_recorded, text: 'x'.repeat(40_000) };
  await store.commit(commitOf(designId, { events: chainEvents(Array(200).fill(reply)) }));
  await store.close();
  return designId;
}
