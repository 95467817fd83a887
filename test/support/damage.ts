import { closeSync, openSync, statSync, writeSync } from 'node:fs';

/** Bytes of a page of SQLite, unless a file says otherwise. */
const PAGE_BYTES = 4_096;

/** Writes over all of a database that nobody has open but its first page, so that it is known for one, and opened. */
export function overwriteDatabase(path: string): void {
  const lengthBytes = statSync(path).size - PAGE_BYTES;
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(lengthBytes, 'x'), 0, lengthBytes, PAGE_BYTES);
  closeSync(file);
}
