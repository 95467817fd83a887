import type { Log } from '#foundation/log.ts';
import type { OpenedStore } from '#ports/opened-store.ts';
import { copyInto } from './backup.ts';
import { drawLogNumber } from './file-watch.ts';
import { findMissingMigrations } from './migrations.ts';
import { assertSound, openFolder, openSqliteStore } from './open.ts';

/**
 * Copies the store of a folder that no process uses, without migrating it. Throws as
 * `openSqliteStore` does.
 */
export async function copyUnused(dataDir: string, file: string): Promise<void> {
  const database = await openFolder(dataDir, (opened, folder) => {
    findMissingMigrations(opened, `The data folder ${folder}`);
  });
  try {
    await copyInto(database, file);
  } finally {
    database.close();
  }
}

/**
 * Opens the copy of a store in a folder, once all of it was read without finding damage. Throws as
 * `openSqliteStore` does.
 */
export async function openCopy(folder: string, log: Log): Promise<OpenedStore> {
  const database = await openFolder(folder, (opened) => {
    findMissingMigrations(opened, 'The copy of the store');
    assertSound(opened, folder);
    // No log of the original is a log of the copy.
    opened.script(`pragma user_version = ${drawLogNumber()}`);
  });
  database.close();
  return openSqliteStore({ dataDir: folder, log });
}
