import { existsSync, lstatSync, statSync } from 'node:fs';
import { access, constants, open } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as otherWork, setTimeout as pause } from 'node:timers/promises';
import type { OpenedStore } from '../../../engine/ports/opened-store.ts';
import { errorCode, Fault } from '../../../foundation/fault.ts';
import type { Log } from '../../../foundation/log.ts';
import { accessTokens } from '../access-tokens.ts';
import { auditLog } from '../audit-log.ts';
import { failures } from '../failures.ts';
import { FormerStoreFault } from '../faults.ts';
import { integrity } from '../integrity.ts';
import { passes } from '../logins.ts';
import { milestones } from '../milestones.ts';
import { modelForms } from '../model-forms.ts';
import { operations } from '../operations.ts';
import { sqliteBackup } from './backup.ts';
import { queriesBy, type Run, SqliteDatabase } from './database.ts';
import { damagedFault, movedFault, openingFault, saysDamaged, storeError } from './faults.ts';
import { sqliteFleet } from './fleet.ts';
import { migrate, missingMigrations } from './migrations.ts';
import { sqliteRemovals } from './removals.ts';
import { sqliteStore } from './store.ts';

/** Bytes of the largest file that is checked at every opening: that takes well under a second. */
const CHECKED_BYTES = 64 * 1024 * 1024;

/** Milliseconds of work in one turn of the loop, after which callers continue in the next turn. */
const TURN_MS = 2;

function storeFile(dataDir: string): string {
  return join(dataDir, 'store.sqlite');
}

/** Returns the path of a file that only a PGlite, the former embedded store, leaves in the folder. */
function formerStore(dataDir: string): string {
  return join(dataDir, 'store', 'PG_VERSION');
}

/** Returns the path of the file that says that the folder's store was moved to a Postgres. */
export function movedMark(dataDir: string): string {
  return `${storeFile(dataDir)}.moved`;
}

/** Returns true if a data folder holds a store, even one that cannot be opened or looked at. Creates none. */
export function sqliteStoreExists(dataDir: string): boolean {
  return [storeFile, formerStore, movedMark].some((path) => mayExist(path(dataDir)));
}

/** Counts a path that cannot be looked at as present: opening it says why. */
function mayExist(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ENOENT';
  }
}

/**
 * Opens the store in an existing folder, for one process: an SQLite file, created if missing or empty, and the fleet of that
 * process. Throws `Fault` with `store_in_use`, `store_newer`,
 * `store_read_only`, `store_full` or `store_unavailable`, each with its remedy. Commits are on the disk (P10).
 */
export async function openSqliteStore({ dataDir, log }: { dataDir: string; log: Log }): Promise<OpenedStore> {
  const folder = resolve(dataDir);
  const beganAt = performance.now();
  const database = await openUpToDate(folder);
  log.info('store_opened', { kind: 'sqlite', folder, elapsedMs: Math.round(performance.now() - beganAt) });
  let turnBeganAt: number | null = null;
  const run: Run = async (work) => {
    if (turnBeganAt === null) {
      turnBeganAt = performance.now();
      setImmediate(() => {
        turnBeganAt = null;
      });
    }
    try {
      return work(database);
    } catch (error) {
      const fault = storeError(error);
      // Writes to a damaged file can be lost, and can damage more of it.
      if (saysDamaged(fault)) database.refuseChanges(fault);
      throw fault;
    } finally {
      // A caller that makes call after call would starve all others.
      if (turnBeganAt !== null && performance.now() - turnBeganAt >= TURN_MS) await otherWork();
    }
  };
  const queries = queriesBy(run);
  return {
    store: sqliteStore(database, run),
    fleet: sqliteFleet(run),
    audit: auditLog(queries),
    tokens: accessTokens(queries),
    passes: passes(queries),
    milestones: milestones(queries),
    operations: operations(queries, async () => []),
    integrity: integrity(queries),
    removals: sqliteRemovals(run),
    failures: failures(queries),
    modelForms: modelForms(queries),
    backup: sqliteBackup(database, run),
  };
}

/** Returns SQLite's own findings about a store of any version, in a few lines; reads all of it. Throws like opening does. */
export async function damageIn(dataDir: string): Promise<string[]> {
  const database = await openFolder(dataDir, () => undefined);
  try {
    const rows = database.rows<{ integrity_check: string }>('pragma integrity_check(5)');
    return rows.map((row) => row.integrity_check).filter((found) => found !== 'ok');
  } catch (error) {
    throw storeError(error);
  } finally {
    database.close();
  }
}

type Look = (database: SqliteDatabase, folder: string) => void | Promise<void>;

/** Opens the file in a folder, up to date. Throws like opening the store does. */
export function openUpToDate(dataDir: string): Promise<SqliteDatabase> {
  return openFolder(dataDir, async (database, folder) => {
    const missing = missingMigrations(database, `The data folder ${folder}`);
    keepLog(database);
    await assertWhole(database, folder);
    migrate(database, missing);
  });
}

/** Opens the file in a folder, creating it if missing, and closes it again if `look` throws. */
export async function openFolder(dataDir: string, look: Look): Promise<SqliteDatabase> {
  const folder = resolve(dataDir);
  let database: SqliteDatabase | null = null;
  try {
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    for (const file of [storeFile(folder), `${storeFile(folder)}-wal`]) await assertUsable(file);
    if (mayExist(formerStore(folder))) throw new FormerStoreFault(`The data folder ${folder}`);
    database = await openFile(storeFile(folder));
    // Not before: it may have waited for the very process that moves the store.
    assertNotMoved(folder);
    await look(database, folder);
    return database;
  } catch (error) {
    database?.close();
    throw openingFault(error, folder);
  }
}

/** Two copies of a store would both go on with its designs. */
function assertNotMoved(folder: string): void {
  if (mayExist(movedMark(folder))) throw movedFault(folder, movedMark(folder));
}

/** Refuses a link, which could lead to a foreign file, and a read-only file, for which SQLite reports a failing disk. */
async function assertUsable(file: string): Promise<void> {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isFile()) throw new Error(`${file} is a link, a folder or something else that is no file`);
  await access(file, constants.R_OK | constants.W_OK).catch((error: unknown) => {
    // Another program that has only looked takes its log with it when it closes, also between these two looks.
    if (lstatSync(file, { throwIfNoEntry: false }) !== undefined) throw error;
  });
}

/** Throws for a damaged file. A file too large to check at opening is left to `damageIn`. */
function assertWhole(database: SqliteDatabase, folder: string): void {
  const size = database.row<{ bytes: number }>(
    'select page_count * page_size as bytes from pragma_page_count, pragma_page_size',
  );
  if ((size?.bytes ?? 0) > CHECKED_BYTES) return;
  assertOk(folder, database.row<{ quick_check: string }>('pragma quick_check(1)')?.quick_check);
}

function assertOk(folder: string, found: string | undefined): void {
  if (found !== undefined && found !== 'ok') throw damagedFault(folder, found.replaceAll('\n', ' '));
}

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
