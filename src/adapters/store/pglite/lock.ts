import { DatabaseSync } from 'node:sqlite';
import { Fault } from '../../../runtime/fault.ts';

/** SQLite's result code for a file that somebody else has locked. */
const SQLITE_BUSY = 5;

/**
 * Holds a lock file until it is disposed of. Two processes on one PGlite folder diverge without a word and lose
 * rows, and PGlite itself does not notice. An exclusive transaction on a small SQLite file is a lock that the system
 * itself frees when the process dies, however it dies; a file with a process id in it would outlive a kill -9.
 * Throws `Fault('store_in_use')`, naming `folder`.
 */
export function lockFile(path: string, folder: string): Disposable {
  const file = new DatabaseSync(path, { timeout: 0 });
  try {
    file.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    file.close();
    if (!isBusy(error)) throw error;
    throw new Fault(
      'store_in_use',
      `Another Charrette is using the data folder ${folder}. Stop that one, or give this one a folder of its own with CHARRETTE_DATA_DIR.`,
      error,
    );
  }
  return { [Symbol.dispose]: () => file.close() };
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}
