import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openSqliteStore } from '#adapters/store/sqlite/open.ts';
import type { OpenedStore } from '#ports/opened-store.ts';
import { silentLog } from '../../support/runner/silent-log.ts';
import { temporaryFolder } from '../../support/runner/temporary-folder.ts';

const STORE_FILE = 'store.sqlite';

/**
 * The file of a store that nothing is in: to copy it takes a millisecond, to make one a hundred
 * times that.
 */
let emptyFile: Promise<string> | null = null;

async function makeEmptyFile(): Promise<string> {
  const dataDir = temporaryFolder();
  const { store } = await openSqliteStore({ dataDir, log: silentLog });
  await store.close();
  return join(dataDir, STORE_FILE);
}

/** An SQLite store in a folder of its own. */
export async function openEmptyStore(): Promise<OpenedStore> {
  const dataDir = temporaryFolder();
  emptyFile ??= makeEmptyFile();
  await copyFile(await emptyFile, join(dataDir, STORE_FILE));
  return openSqliteStore({ dataDir, log: silentLog });
}
