/**
 * The store over one SQLite file, for one daemon: opened, checked and migrated here, queried
 * through `database.ts`.
 */

import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { access, constants, open } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as otherWork, setTimeout as pause } from 'node:timers/promises';
import { DesignId } from '#core/vocabulary/ids.ts';
import { errorCodeOf, Fault } from '#foundation/fault.ts';
import type { Log } from '#foundation/log.ts';
import type { OpenedStore } from '#ports/opened-store.ts';
import type { Store } from '#ports/store.ts';
import { createFailures } from '../failures.ts';
import { createOperationReads } from '../operations.ts';
import { createOtherPorts } from '../other-ports.ts';
import { createReads } from '../reads.ts';
import { createRemovalReads } from '../removals.ts';
import { createForget, createWrites } from '../writes.ts';
import { copyInto } from './backup.ts';
import { createTransactions, type Run, SqliteDatabase } from './database.ts';
import {
  convertStoreError,
  makeDamagedFault,
  makeEmptyFault,
  makeForeignLogFault,
  makeMovedFault,
  makeOpeningFault,
  makeReplacedFault,
  saysDamaged,
} from './faults.ts';
import { isLogOfFile, WatchedFile } from './file-watch.ts';
import { createSqliteFleet } from './fleet.ts';
import { findMissingMigrations, migrate } from './migrations.ts';
import { countReads } from './slices.ts';

/** Largest file to check at every opening, in well under a second. */
const CHECKED_BYTES = 64 * 1024 * 1024;

/**
 * Milliseconds of work in one turn of the event loop, after which callers continue in the next
 * turn.
 */
const TURN_MS = 2;

export const STORE_NAME = 'store.sqlite';

function storeFile(dataDir: string): string {
  return join(dataDir, STORE_NAME);
}

/** This file says that the folder's store was moved to a Postgres. */
export function readMovedMark(dataDir: string): string {
  return `${storeFile(dataDir)}.moved`;
}

/** `true` even for a store that cannot be opened or read. */
export function hasSqliteStore(dataDir: string): boolean {
  return [storeFile, readMovedMark].some((path) => mayExist(path(dataDir)));
}

/** Counts an inaccessible path as present: opening it reports the reason. */
function mayExist(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch (error) {
    return errorCodeOf(error) !== 'ENOENT';
  }
}

/**
 * Opens the SQLite store in an existing folder, for one process, with a fleet of one. Creates the
 * file if it is missing or empty. Throws `Fault` with `store_in_use`, `store_newer`,
 * `store_read_only`, `store_full` or `store_unavailable`, each with its remedy. A commit is on disk
 * once it resolves.
 */
export async function openSqliteStore({
  dataDir,
  log,
}: {
  dataDir: string;
  log: Log;
}): Promise<OpenedStore> {
  const folder = resolve(dataDir);
  const beganAt = performance.now();
  const database = await openUpToDate(folder);
  log.info('store_opened', {
    kind: 'sqlite',
    folder,
    elapsedMs: Math.round(performance.now() - beganAt),
  });
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
      const fault = convertStoreError(error);
      // Writes to a damaged file can be lost, and can do more damage.
      if (saysDamaged(fault)) database.refuseChanges(fault);
      throw fault;
    } finally {
      // A caller that makes call after call would starve all others.
      if (turnBeganAt !== null && performance.now() - turnBeganAt >= TURN_MS) await otherWork();
    }
  };
  const transactions = createTransactions(run);
  return {
    store: createSqliteStore(run),
    fleet: createSqliteFleet(run),
    ...createOtherPorts(transactions),
    backup: (file) => copyInto(database, file),
  };
}

/** Exported for measurements. */
export function createSqliteStore(run: Run): Store {
  const transactions = createTransactions(run);
  const forget = createForget(transactions);
  return {
    ...createReads(transactions),
    ...createWrites(transactions),
    ...countReads(run),
    ...createFailures(transactions),
    ...createOperationReads(transactions),
    ...createRemovalReads(transactions),
    async forget(forgotten) {
      const isGone = await forget(forgotten);
      // The log still contains the deleted pages.
      if (isGone) await run((database) => database.emptyLog());
      return isGone;
    },
    close: () => run((database) => database.close()),
  };
}

/**
 * SQLite's findings about a store of any version, a few lines at most. Reads the whole file. Throws
 * as `openSqliteStore` does.
 */
export async function findDamage(dataDir: string): Promise<string[]> {
  const database = await openFolder(dataDir, () => undefined);
  try {
    const rows = database.rows<{ integrity_check: string }>('pragma integrity_check(5)');
    return rows.map((row) => row.integrity_check).filter((found) => found !== 'ok');
  } catch (error) {
    throw convertStoreError(error);
  } finally {
    database.close();
  }
}

type Look = (database: SqliteDatabase, folder: string) => void | Promise<void>;

/** Migrates the file. Throws as `openSqliteStore` does. */
export function openUpToDate(dataDir: string): Promise<SqliteDatabase> {
  return openFolder(dataDir, async (database, folder) => {
    const missing = findMissingMigrations(database, `The data folder ${folder}`);
    keepLog(database);
    database.watch(new WatchedFile(storeFile(folder)), makeReplacedFault(folder));
    await assertWhole(database, folder);
    migrate(database, missing);
    assertDesignsKnown(database, folder);
  });
}

/**
 * An empty store beside the files of designs is not where they come from: theirs was lost, or is
 * elsewhere.
 */
function assertDesignsKnown(database: SqliteDatabase, folder: string): void {
  if (database.row('select 1 from designs union all select 1 from forgotten') !== null) return;
  const designs = join(folder, 'designs');
  const hasDesigns =
    mayExist(designs) && readdirSync(designs).some((name) => DesignId.safeParse(name).success);
  if (hasDesigns) throw makeEmptyFault(folder, designs);
}

/** Creates the file if it is missing. Closes it again if `look` throws. */
export async function openFolder(dataDir: string, look: Look): Promise<SqliteDatabase> {
  const folder = resolve(dataDir);
  let database: SqliteDatabase | null = null;
  try {
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    for (const file of [storeFile(folder), `${storeFile(folder)}-wal`]) await assertUsable(file);
    database = await openDatabaseFile(storeFile(folder));
    // Not earlier: opening may have waited for the process that moves the store.
    assertNotMoved(folder);
    await look(database, folder);
    return database;
  } catch (error) {
    database?.close();
    throw makeOpeningFault(error, folder);
  }
}

/** Two copies of a store would both continue its designs. */
function assertNotMoved(folder: string): void {
  if (mayExist(readMovedMark(folder))) throw makeMovedFault(folder, readMovedMark(folder));
}

/**
 * Refuses a link, which could lead to a foreign file, and a read-only file, which SQLite reports as
 * a failing disk.
 */
async function assertUsable(file: string): Promise<void> {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return;
  if (!stats.isFile())
    throw new Error(`${file} is not a file, but a link, a folder or something else`);
  await access(file, constants.R_OK | constants.W_OK).catch((error: unknown) => {
    // Another reader may have removed the log by closing it between these two checks.
    if (lstatSync(file, { throwIfNoEntry: false }) !== undefined) throw error;
  });
}

/** Throws for a damaged file. A file too large to check here is left to `findDamage`. */
function assertWhole(database: SqliteDatabase, folder: string): void {
  const size = database.row<{ bytes: number }>(
    'select page_count * page_size as bytes from pragma_page_count, pragma_page_size',
  );
  if ((size?.bytes ?? 0) > CHECKED_BYTES) return;
  assertOk(folder, database.row<{ quick_check: string }>('pragma quick_check(1)')?.quick_check);
}

/** Reads the whole file. Throws for a damaged one. */
export function assertSound(database: SqliteDatabase, folder: string): void {
  assertOk(
    folder,
    database.row<{ integrity_check: string }>('pragma integrity_check(1)')?.integrity_check,
  );
}

function assertOk(folder: string, found: string | undefined): void {
  if (found !== undefined && found !== 'ok')
    throw makeDamagedFault(folder, found.replaceAll('\n', ' '));
}

const BUSY_ATTEMPTS = 10;
const BUSY_MS = 50;
/**
 * Longest row to read: a foreign file could contain one too large for memory. Ours reach a quarter
 * of it.
 */
const ROW_BYTES = 32 * 1024 * 1024;

/**
 * Locks the file for this process. The system unlocks it however the process dies. After a crash,
 * opening recovers the file from its log. A commit is on disk: `full` flushes the log, and
 * `fullfsync` makes macOS flush the disk's own cache. Deleted data is overwritten. A file's schema
 * may call only functions without side effects.
 */
const SETTINGS = `
  pragma trusted_schema = off;
  pragma locking_mode = exclusive;
  pragma synchronous = full;
  pragma fullfsync = on;
  pragma checkpoint_fullfsync = on;
  pragma secure_delete = on;
  begin immediate;
  commit;`;

/** Adds a write-ahead log. This changes the file, so never call it on another program's file. */
export function keepLog(database: SqliteDatabase): void {
  database.script('pragma journal_mode = wal');
}

/** Creates an empty file if it is missing. Throws the errors of `node:sqlite`. */
export async function openDatabaseFile(path: string): Promise<SqliteDatabase> {
  if (!existsSync(path)) await makeFile(path);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return openLocked(path);
    } catch (error) {
      const fault = convertStoreError(error);
      const isBusy = fault instanceof Fault && fault.code === 'store_in_use';
      if (!isBusy || attempt === BUSY_ATTEMPTS) throw error;
      await pause(BUSY_MS);
    }
  }
}

function openLocked(path: string): SqliteDatabase {
  if (!isLogOfFile(path)) throw makeForeignLogFault(dirname(path));
  const file = new DatabaseSync(path, { timeout: 0, limits: { length: ROW_BYTES } });
  try {
    file.exec(SETTINGS);
    return new SqliteDatabase(file);
  } catch (error) {
    file.close();
    throw error;
  }
}

/** Readable only by its owner, as is the log: both hold sealed proposals. */
async function makeFile(path: string): Promise<void> {
  await using _file = await open(path, 'a', 0o600);
}
