import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { Fault } from '../../../runtime/fault.ts';
import { SqliteDatabase } from './database.ts';
import { storeError } from './faults.ts';

/** How long somebody else who has the file gets to be done with it. */
const BUSY_ATTEMPTS = 10;
const BUSY_MS = 50;
/** Bytes to which the log is cut when it was longer for once. */
const LOG_BYTES = 16 * 1024 * 1024;
/** Bytes of the longest row that is read: a file of somebody else's may hold one that no memory takes. Ours have a quarter. */
const ROW_BYTES = 32 * 1024 * 1024;

/**
 * Locked for this process alone until it is closed, which the system does itself when the process dies, however it dies:
 * so nothing is ever left to be cleaned up. One that was not closed is repaired from its log here. When a transaction
 * is over, it is on the disk: `full` flushes the log at every commit, `fullfsync` makes macOS empty the disk's own cache.
 * What a file's own schema computes may call nothing but what only computes.
 */
const SETTINGS = `
  pragma trusted_schema = off;
  pragma locking_mode = exclusive;
  pragma synchronous = full;
  pragma fullfsync = on;
  pragma checkpoint_fullfsync = on;
  pragma journal_size_limit = ${LOG_BYTES};
  begin immediate;
  commit;`;

/** From now on the file has a log beside it. In a file of another program nothing is to be changed, and this changes it. */
export function keepLog(database: SqliteDatabase): void {
  database.script('pragma journal_mode = wal');
}

/** Opens the file, and makes an empty one if it is not there. Throws what `node:sqlite` does. */
export async function openFile(path: string): Promise<SqliteDatabase> {
  if (!existsSync(path)) await makeFile(path);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return opened(path);
    } catch (error) {
      const fault = storeError(error);
      const isBusy = fault instanceof Fault && fault.code === 'store_in_use';
      if (!isBusy || attempt === BUSY_ATTEMPTS) throw error;
      await pause(BUSY_MS);
    }
  }
}

function opened(path: string): SqliteDatabase {
  const file = new DatabaseSync(path, { timeout: 0, limits: { length: ROW_BYTES } });
  try {
    file.exec(SETTINGS);
    return new SqliteDatabase(file);
  } catch (error) {
    file.close();
    throw error;
  }
}

/** For its owner only, and so is the log, which gets the same rights: they hold proposals that are sealed. */
async function makeFile(path: string): Promise<void> {
  await using _file = await open(path, 'a', 0o600);
}
