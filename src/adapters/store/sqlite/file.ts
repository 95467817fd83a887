import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { Fault } from '../../../foundation/fault.ts';
import { SqliteDatabase } from './database.ts';
import { storeError } from './faults.ts';

/** Attempts to open a file that another process still holds. */
const BUSY_ATTEMPTS = 10;
const BUSY_MS = 50;
/** Bytes to which the log is cut after it was longer once. */
const LOG_BYTES = 16 * 1024 * 1024;
/** Bytes of the longest row that is read: a foreign file may hold one that no memory takes. Ours reach a quarter of it. */
const ROW_BYTES = 32 * 1024 * 1024;

/**
 * Locks the file for this process alone until it is closed. The system unlocks it however the process dies, so nothing is left
 * to clean up. A file that was not closed is repaired from its log here. A finished transaction is on the disk: `full` flushes
 * the log at every commit, and `fullfsync` makes macOS empty the disk's own cache. What is deleted is overwritten (P12). Expressions in a file's own schema may call
 * only functions without side effects.
 */
const SETTINGS = `
  pragma trusted_schema = off;
  pragma locking_mode = exclusive;
  pragma synchronous = full;
  pragma fullfsync = on;
  pragma checkpoint_fullfsync = on;
  pragma secure_delete = on;
  pragma journal_size_limit = ${LOG_BYTES};
  begin immediate;
  commit;`;

/** Gives the file a log beside it. This changes the file, so a file of another program must not get here. */
export function keepLog(database: SqliteDatabase): void {
  database.script('pragma journal_mode = wal');
}

/** Opens the file, creating an empty one if it is missing. Throws the errors of `node:sqlite`. */
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

/** Creates the file for its owner only; the log gets the same rights. Both hold sealed proposals. */
async function makeFile(path: string): Promise<void> {
  await using _file = await open(path, 'a', 0o600);
}
