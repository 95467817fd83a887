import { lstatSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { errorCodeOf, Fault } from '#foundation/fault.ts';
import type { SqliteDatabase } from './database.ts';
import { convertStoreError, generalCodeOf } from './faults.ts';

/** SQLite's result codes (sqlite.org/rescode.html) caused by the target file, each with advice. */
const OF_THE_COPY: Readonly<Record<number, string>> = {
  8: 'this process may not write there. Choose another folder',
  13: 'the disk is full. Free some space on it, or choose another disk',
  14: 'this process cannot open it. Choose another folder',
};

/**
 * Copies the store as of one moment into an existing empty file, between its other work. Throws
 * `Fault`.
 */
export async function copyInto(database: SqliteDatabase, file: string): Promise<void> {
  assertEmptyFile(file);
  try {
    await database.copyInto(file);
  } catch (error) {
    const problem = OF_THE_COPY[generalCodeOf(error) ?? 0];
    if (problem === undefined || errorCodeOf(error) === '') throw convertStoreError(error);
    throw new Fault('write_failed', `The backup could not be written: ${problem}.`, error);
  }
}

/**
 * Refuses a file that is in use. Also proves that this process sees the same folder as the caller.
 */
function assertEmptyFile(file: string): void {
  const stats = isAbsolute(file) ? lstatSync(file, { throwIfNoEntry: false }) : undefined;
  if (stats?.isFile() === true && stats.size === 0) return;
  throw new Fault(
    'bad_usage',
    `The daemon of this data folder does not see ${file}. It may run in a container, or have its own temporary folder: name a folder that both see, such as one below the data folder.`,
  );
}
