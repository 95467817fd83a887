import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { errorMessage, Fault } from '../../runtime/fault.ts';

/** Beginnings of what pg_dump writes: its custom format, and SQL. */
const BEGINNINGS = ['PGDMP', '--\n-- PostgreSQL database dump'];
/** Milliseconds after which a dump is too old to go back to. */
const MAX_AGE_MS = 24 * 60 * 60 * 1_000;

/** Throws `Fault('bad_usage')` for a file that is no dump of a PostgreSQL, or not of the last day. */
export function assertRecentDump(file: string, now: number): void {
  const begun = beginningOf(file);
  if (!BEGINNINGS.some((beginning) => begun.startsWith(beginning)))
    throw new Fault(
      'bad_usage',
      `${file} is no dump of a Postgres: neither pg_dump's custom format nor SQL of its.`,
    );
  if (now - statSync(file).mtimeMs > MAX_AGE_MS)
    throw new Fault(
      'bad_usage',
      `${file} is older than a day, and what came since would be lost with it. Take another.`,
    );
}

function beginningOf(file: string): string {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const bytes = Buffer.alloc(40);
      return bytes.toString('latin1', 0, readSync(descriptor, bytes));
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw new Fault('bad_usage', `The dump ${file} cannot be read: ${errorMessage(error)}.`, error);
  }
}
