import { closeSync, constants, existsSync, lstatSync, openSync, readSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { Backup } from '../../../engine/ports/backup.ts';
import { loadDesign } from '../../../engine/reading/loading.ts';
import { ChainBrokenFault, errorCode, errorMessage, Fault } from '../../../foundation/fault.ts';
import { asc, count, gt, sql } from '../drizzle.ts';
import { FormerStoreFault } from '../faults.ts';
import { storedId } from '../records/design.ts';
import { sqliteBackup } from './backup.ts';
import { db, SqliteDatabase } from './database.ts';
import { missingMigrations } from './migrations.ts';
import { openFolder } from './open.ts';
import { designs } from './schema.ts';
import { checkedEvents } from './slices.ts';

/** The first bytes of every SQLite database (sqlite.org/fileformat.html). */
const MAGIC = 'SQLite format 3\u0000';

/** `notEnded`: designs that a daemon would continue. */
export interface BackupContents {
  readonly designs: number;
  readonly notEnded: number;
}

/** Opens a folder's store only to copy it, without migrating. No other process may use it. Throws as `openSqliteStore` does. */
export async function openForBackup(
  dataDir: string,
): Promise<{ readonly backup: Backup; readonly close: () => void }> {
  const database = await openFolder(dataDir, (opened, folder) => {
    missingMigrations(opened, `The data folder ${folder}`);
  });
  const backup = sqliteBackup(database, async (work) => work(database));
  return { backup, close: () => database.close() };
}

/**
 * Reads all of a backup and counts its designs. Changes nothing and follows no link. Throws `Fault`: `bad_usage` if it is no
 * backup, `invalid_record` if it is damaged, `store_newer` if it is from a later version.
 */
export function readBackup(file: string): BackupContents {
  assertDatabase(file);
  let database: SqliteDatabase | null = null;
  try {
    database = opened(file);
    assertWhole(database, file);
    assertOurs(database, file);
    const notEnded = sql<number>`count(*) filter (where ${designs.endedAt} is null)`;
    const counted = db.select({ designs: count(), notEnded }).from(designs).where(gt(designs.version, 0));
    return database.built(counted)[0] ?? { designs: 0, notEnded: 0 };
  } catch (error) {
    throw error instanceof Fault ? error : damaged(file, errorMessage(error), error);
  } finally {
    database?.close();
  }
}

/** Designs whose events are not as they were recorded (P11). */
export async function brokenIn(file: string): Promise<ChainBrokenFault[]> {
  const database = opened(file);
  try {
    const events = checkedEvents(async (work) => work(database));
    const broken: ChainBrokenFault[] = [];
    const ids = db.select({ id: designs.id }).from(designs).where(gt(designs.version, 0));
    for (const { id } of database.built(ids.orderBy(asc(designs.id)))) {
      try {
        await loadDesign({ events }, storedId(id));
      } catch (error) {
        if (!(error instanceof ChainBrokenFault)) throw error;
        broken.push(error);
      }
    }
    return broken;
  } finally {
    database.close();
  }
}

/** Backups are never written to, so this needs no lock and no log. */
function opened(file: string): SqliteDatabase {
  const location = `${pathToFileURL(file).href}?immutable=1`;
  const database = new SqliteDatabase(new DatabaseSync(location, { readOnly: true }));
  database.script('pragma trusted_schema = off');
  return database;
}

/** Throws `Fault('bad_usage')` if the file does not begin like a database, or has a log beside it. */
export function assertDatabase(file: string): void {
  const start = firstBytes(file);
  if (start !== MAGIC) throw notOne(file, start === '' ? 'it is empty' : 'it is not an SQLite database');
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
  if ((log?.size ?? 0) > 0 || existsSync(`${file}-journal`))
    throw notOne(
      file,
      'the log beside it belongs to it, so it is the file of a store that is in use, or was copied or killed in the middle. Take a backup with charrette backup',
    );
}

/** Refuses a pipe instead of waiting for it. */
function firstBytes(file: string): string {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found === undefined) throw new Fault('bad_usage', `${file} cannot be read: there is no such file.`);
  if (found.isSymbolicLink()) throw notOne(file, 'it is a link. Name the file that it leads to');
  if (!found.isFile())
    throw notOne(file, found.isDirectory() ? 'it is a folder. Name the file in it' : 'it is not a file');
  try {
    const descriptor = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    try {
      const start = Buffer.alloc(MAGIC.length);
      return start.toString('latin1', 0, readSync(descriptor, start));
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    const why = errorCode(error) === 'EACCES' ? 'this user may not read it' : errorMessage(error);
    throw new Fault('bad_usage', `${file} cannot be read: ${why}.`, error);
  }
}

function assertWhole(database: SqliteDatabase, file: string): void {
  const row = database.row<{ integrity_check: string }>('pragma integrity_check(1)');
  const found = row?.integrity_check ?? 'nothing could be read';
  if (found !== 'ok') throw damaged(file, found.replaceAll('\n', ' '));
}

function assertOurs(database: SqliteDatabase, file: string): void {
  try {
    missingMigrations(database, file);
  } catch (error) {
    if (!(error instanceof Fault) || error instanceof FormerStoreFault) throw error;
    if (error.code !== 'store_newer') throw notOne(file, 'it is a database of another program', error);
    const message = `${file} is a backup of a later version of Charrette. Restore it with that version.`;
    throw new Fault('store_newer', message, error);
  }
  const table = "select 1 from sqlite_schema where type = 'table' and name = 'designs'";
  if (database.row(table) === null) throw notOne(file, 'it holds nothing of Charrette’s');
}

function damaged(file: string, found: string, cause?: unknown): Fault {
  const message = `${file} is damaged or cut short (${found.slice(0, 200)}). Use another backup.`;
  return new Fault('invalid_record', message, cause);
}

function notOne(file: string, why: string, cause?: unknown): Fault {
  return new Fault('bad_usage', `${file} is not a backup of Charrette: ${why}.`, cause);
}
