/**
 * SQLite in the data folder, for several processes at once: a write-ahead log, flushed at each
 * commit. Others' changes are noticed by a poll of `data_version`, which a connection's own do not
 * move.
 */

import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setImmediate as otherWork } from 'node:timers/promises';
import type { DesignId } from '#design/ids.ts';
import { Fault, type FaultCode } from '#support/fault.ts';
import { type Database, type Dialect, type Listener, Listeners, type Query } from './database.ts';
import { type Sql, sql } from './sql.ts';

/** For one attempt, which blocks this process; its leases outlive all of them. */
const BUSY_MS = 1_000;
const MAX_ATTEMPTS = 8;
const POLL_MS = 200;
const SETTINGS = `pragma journal_mode = wal; pragma synchronous = full; pragma fullfsync = on;
  pragma secure_delete = on`;

const dialect: Dialect = {
  name: 'sqlite',
  now: sql`cast(unixepoch('subsec') * 1000 as integer)`,
  // A transaction holds the whole file from its beginning.
  rowLock: sql``,
  soleLock: sql`select 1`,
  tables: sql`select name from sqlite_master where name in ('store', 'designs')`,
};

export function openSqlite(dataDir: string): Database {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.W_OK);
    return new SqliteDatabase(join(dataDir, 'store.sqlite'), dataDir);
  } catch (error) {
    throw toFault(error, `The store in ${dataDir} cannot be opened`);
  }
}

class SqliteDatabase implements Database {
  readonly dialect = dialect;
  readonly place: string;
  readonly #file: DatabaseSync;
  /** By text, of which there are some hundred. */
  readonly #prepared = new Map<string, StatementSync>();
  readonly #listeners = new Listeners(POLL_MS, () => this.#poll());
  #dataVersion: unknown;
  /** The work before: two transactions of one connection must not mix. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(file: string, dataDir: string) {
    this.place = `the data folder ${dataDir}`;
    // It is for its user alone, and SQLite's other files take its rights.
    closeSync(openSync(file, 'a', 0o600));
    this.#file = new DatabaseSync(file, { timeout: BUSY_MS });
    this.#file.exec(SETTINGS);
    this.#dataVersion = this.#readDataVersion();
  }

  readonly query: Query = <Row>(statement: Sql) =>
    this.#inTurn(async () => this.#run<Row>(statement));

  async transact<Result>(
    work: (query: Query) => Promise<Result>,
    changed?: DesignId,
  ): Promise<Result> {
    // Each commit blocks while the disk flushes: between two of them sockets and timers have theirs.
    await otherWork();
    const result = await this.#inTurn(() => this.#commit(work));
    if (changed !== undefined) this.#listeners.tell(changed);
    return result;
  }

  note<Result>(work: (query: Query) => Promise<Result>): Promise<Result> {
    return this.#inTurn(async () => {
      // The next commit flushes the log as a whole.
      this.#open.exec('pragma synchronous = normal');
      try {
        return await this.#commit(work);
      } finally {
        this.#open.exec('pragma synchronous = full');
      }
    });
  }

  watch(listener: Listener): () => void {
    return this.#listeners.add(listener);
  }

  /** `secure_delete` has overwritten the rows in the file; the log still has them. */
  async purge(): Promise<void> {
    await this.query(sql`pragma wal_checkpoint(truncate)`);
  }

  async backup(file: string): Promise<void> {
    if (existsSync(file)) throw new Fault('write_failed', `${file} exists already`);
    await this.query(sql`vacuum into ${file}`);
    // SQLite does not flush it.
    const copy = await open(file, 'r+');
    await copy.chmod(0o600);
    await copy.sync();
    await copy.close();
  }

  async close(): Promise<void> {
    this.#listeners.stop();
    await this.#inTurn(async () => {
      if (this.#file.isOpen) this.#file.close();
    });
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work).catch((error: unknown) => {
      throw toFault(error, 'The store failed');
    });
    this.#last = Promise.allSettled([result]);
    return result;
  }

  async #commit<Result>(work: (query: Query) => Promise<Result>): Promise<Result> {
    await this.#begin();
    try {
      const result = await work(async <Row>(statement: Sql) => this.#run<Row>(statement));
      this.#run(sql`commit`);
      return result;
    } catch (error) {
      // SQLite itself rolls back when the disk is full.
      if (this.#file.isTransaction) this.#run(sql`rollback`);
      throw error;
    }
  }

  /** SQLite lets those who wait in by luck, so among busy processes one may wait for long. */
  async #begin(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        this.#run(sql`begin immediate`);
        return;
      } catch (error) {
        const isBusy = error instanceof Error && 'errcode' in error && error.errcode === BUSY;
        if (!isBusy || attempt === MAX_ATTEMPTS) throw error;
        await otherWork();
      }
    }
  }

  get #open(): DatabaseSync {
    if (!this.#file.isOpen) throw new Fault('store_away', 'The store is closed');
    return this.#file;
  }

  #run<Row>(statement: Sql): Row[] {
    const text = statement.textWith(() => '?');
    const file = this.#open;
    const prepared = this.#prepared.get(text) ?? file.prepare(text);
    this.#prepared.set(text, prepared);
    return prepared.all(...statement.values) as Row[];
  }

  #poll(): void {
    const version = this.#readDataVersion();
    if (version === this.#dataVersion) return;
    this.#dataVersion = version;
    this.#listeners.tell(null);
  }

  /** `null`: it cannot be read now, and whoever is told of a change meets the reason. */
  #readDataVersion(): unknown {
    try {
      return this.#file.prepare('pragma data_version').get()?.data_version;
    } catch {
      return null;
    }
  }
}

/** Primary result codes, sqlite.org/rescode.html. */
const BUSY = 5;
const FULL = 13;
/** PERM, READONLY. */
const READ_ONLY = [3, 8];
/** And LOCKED, NOMEM, IOERR, CORRUPT, CANTOPEN, NOTADB: of the file, its disk, its other users. */
const AWAY = [BUSY, 6, 7, 10, 11, 14, 26];

function faultCodeOf(resultCode: number): FaultCode {
  // The primary code is the lowest byte of an extended one.
  const primary = resultCode & 0xff;
  if (primary === FULL) return 'store_full';
  if (READ_ONLY.includes(primary)) return 'store_read_only';
  return AWAY.includes(primary) ? 'store_away' : 'store_bug';
}

const SYSTEM_FAULTS: Readonly<Record<string, FaultCode>> = {
  EACCES: 'store_read_only',
  EPERM: 'store_read_only',
  EROFS: 'store_read_only',
  ENOSPC: 'store_full',
  ENOTDIR: 'bad_setting',
  EEXIST: 'bad_setting',
};

/** Leaves what is neither SQLite's nor the folder's as it is. */
export function toFault(error: unknown, what: string): unknown {
  if (!(error instanceof Error)) return error;
  const words = `${what}: ${error.message}`;
  if ('errcode' in error)
    return new Fault(faultCodeOf(Number(error.errcode)), words, { cause: error });
  const code = 'code' in error ? SYSTEM_FAULTS[String(error.code)] : undefined;
  return code === undefined ? error : new Fault(code, words, { cause: error });
}
