import { lstatSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { Backup } from '../../../engine/ports/backup.ts';
import { errorCode, Fault } from '../../../foundation/fault.ts';
import type { Run, SqliteDatabase } from './database.ts';
import { resultCode, storeError } from './faults.ts';

/** SQLite's result codes (sqlite.org/rescode.html) caused by the target file, each with advice. */
const OF_THE_COPY: Readonly<Record<number, string>> = {
  8: 'this process may not write there. Choose another folder',
  13: 'the disk is full. Free some space on it, or choose another disk',
  14: 'this process cannot open it. Choose another folder',
  26: 'something else was written to it meanwhile. Choose another name',
};

/** SQLite copies a hundred pages at a time, between the store's other work. */
export function sqliteBackup(database: SqliteDatabase, run: Run): Backup {
  return {
    async copyInto(file, { signal, onProgress }) {
      assertEmptyFile(file);
      signal.throwIfAborted();
      // Throws if the store is closed.
      await run(() => undefined);
      try {
        await database.copyInto(file, (progress) => {
          signal.throwIfAborted();
          onProgress(progress);
        });
      } catch (error) {
        throw signal.aborted ? signal.reason : copyFault(error);
      }
    },
  };
}

/** Refuses a file that is in use. Also proves that this process sees the same folder as the caller. */
function assertEmptyFile(file: string): void {
  const found = isAbsolute(file) ? lstatSync(file, { throwIfNoEntry: false }) : undefined;
  if (found?.isFile() === true && found.size === 0) return;
  throw new Fault(
    'bad_usage',
    `The daemon of this data folder does not see ${file}. It may run in a container, or have its own temporary folder: name a folder that both see, such as one below the data folder.`,
  );
}

function copyFault(error: unknown): Error {
  const code = resultCode(error);
  const problem = code === null ? undefined : OF_THE_COPY[code & 0xff];
  if (problem === undefined || errorCode(error) === '') return storeError(error);
  return new Fault('write_failed', `The backup could not be written: ${problem}.`, error);
}
