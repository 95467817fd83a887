import { backup, type DatabaseSync, type StatementSync } from 'node:sqlite';
import type { SQLWrapper } from 'drizzle-orm';
import { present } from '#core/vocabulary/present.ts';
import { required } from '../drizzle.ts';
import type { ChangeStatements, Transactions } from '../queries.ts';
import { resultCodeOf } from './faults.ts';
import { drawLogNumber, type LogNumbers, readLogNumbers, type WatchedFile } from './file-watch.ts';
import * as tables from './schema.ts';

const { drizzle } = required(
  'drizzle-orm/sqlite-proxy',
) as typeof import('drizzle-orm/sqlite-proxy');
const { SQLiteSyncDialect } = required(
  'drizzle-orm/sqlite-core',
) as typeof import('drizzle-orm/sqlite-core');
const dialect = new SQLiteSyncDialect();

/** Statements to keep prepared. There are fewer, unless one has freely varying parts. */
const MAX_PREPARED = 200;
/**
 * Characters of JSON to read at once. Parsing them blocks all other work for a few milliseconds.
 */
const SLICE_CHARACTERS = 256 * 1024;

/** One attempt in a hundred meets a transaction if the store is always busy. */
const COPY_ATTEMPTS = 20;

/** A longer log is carried into the file before the next change. */
const LOG_BYTES = 4 * 1024 * 1024;

interface Watch {
  readonly watched: WatchedFile;
  /** Thrown on a change once the file is another. */
  readonly fault: Error;
  numbers: LogNumbers;
}

/** `true` is stored as 1. */
type Value = string | number | boolean | null;

/** A query of Drizzle's builder: its text and values, and how to convert its rows. */
interface Built<Rows> extends PromiseLike<Rows> {
  prepare(): {
    getQuery(): { readonly sql: string; readonly params: unknown[] };
    mapAllResult(rows: unknown): unknown;
  };
}

/** Selects a number and JSON, then perhaps other texts. */
export type SliceQuery = PromiseLike<{ readonly at: number; readonly json: unknown }[]>;
/** Its columns as they lie in the database: converting each took longer than reading it. */
export type SliceRow = readonly [at: number, json: string, ...others: string[]];

/** Only builds queries. `node:sqlite` is no Drizzle driver, so they are run here, synchronously. */
export const db = drizzle(() =>
  Promise.reject(new Error('broken invariant: a query goes through rows()')),
);

/** Every call is synchronous and throws the errors of `node:sqlite`. */
export class SqliteDatabase {
  readonly #file: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();
  /** Statements that return rows as arrays, as Drizzle reads them. */
  readonly #built = new Map<string, StatementSync>();
  #refusal: Error | null = null;
  #watch: Watch | null = null;

  constructor(file: DatabaseSync) {
    this.#file = file;
  }

  /** Throws this error on every later change. Reading still works. */
  refuseChanges(refusal: Error): void {
    this.#refusal = refusal;
  }

  /** From now on a change is refused once the file is another. Reading still works. */
  watch(watched: WatchedFile, fault: Error): void {
    // Each log begins in `#beginLog`.
    this.#file.exec('pragma wal_autocheckpoint = 0');
    this.#watch = { watched, fault, numbers: readLogNumbers(this.#file) };
  }

  /** Carries the log into the file, and begins a new one. */
  emptyLog(): void {
    if (this.#watch !== null)
      this.#changing(() => this.#beginLog(present(this.#watch, 'it is watched')));
  }

  rows<Row>(text: string, ...values: readonly Value[]): Row[] {
    return this.#statement(text).all(...values.map(convertValue)) as Row[];
  }

  row<Row>(text: string, ...values: readonly Value[]): Row | null {
    return (this.#statement(text).get(...values.map(convertValue)) ?? null) as Row | null;
  }

  /** Runs a built query, alone or in a transaction. A damaged file is only read. */
  built<Rows>(query: PromiseLike<Rows>): Rows {
    const prepared = (query as Built<Rows>).prepare();
    const { sql, params } = prepared.getQuery();
    const run = () => this.#arrays(sql).all(...(params as Value[]).map(convertValue));
    return prepared.mapAllResult(sql.startsWith('select') ? run() : this.#changing(run)) as Rows;
  }

  /** At least one row, and as many as may be read at once. `isAll`: there are no more. */
  readSlice(query: SliceQuery): { readonly rows: SliceRow[]; readonly isAll: boolean } {
    const rows: SliceRow[] = [];
    let characters = 0;
    const { sql, params } = (query as Built<unknown>).prepare().getQuery();
    const found = this.#arrays(sql).iterate(...(params as Value[]).map(convertValue));
    for (const row of found as Iterable<unknown> as Iterable<SliceRow>) {
      rows.push(row);
      characters += row[1].length;
      if (characters >= SLICE_CHARACTERS) return { rows, isAll: false };
    }
    return { rows, isAll: true };
  }

  change(text: string, ...values: readonly Value[]): number {
    return this.#changing(() =>
      Number(this.#statement(text).run(...values.map(convertValue)).changes),
    );
  }

  transact({ required, others }: ChangeStatements): boolean {
    const change = (query: SQLWrapper): number => {
      const { sql, params } = dialect.sqlToQuery(query.getSQL());
      return this.change(sql, ...(params as Value[]));
    };
    return this.transaction(() => {
      const isAsRequired = required.every((query) => change(query) > 0);
      if (isAsRequired) for (const query of others) change(query);
      return isAsRequired;
    });
  }

  /** All or nothing; on disk when this returns. Nothing also if the work returns `false`. */
  transaction<Result>(work: () => Result): Result {
    return this.#changing(() => this.#commit(work));
  }

  #commit<Result>(work: () => Result): Result {
    this.#statement('begin immediate').run();
    try {
      const result = work();
      this.#statement(result === false ? 'rollback' : 'commit').run();
      return result;
    } catch (error) {
      if (this.#file.isTransaction) this.#file.exec('rollback');
      throw error;
    }
  }

  script(text: string): void {
    this.#file.exec(text);
  }

  /**
   * Copies the database as of one moment, a hundred pages at a time, while other calls continue.
   */
  async copyInto(file: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await backup(this.#file, file);
        return;
      } catch (error) {
        // Node fails, without an error code, if the first step meets a transaction of this same
        // connection.
        if (resultCodeOf(error) !== 0 || attempt === COPY_ATTEMPTS) throw error;
      }
    }
  }

  /** A log is not carried into another file, such as one that was copied over the store's. */
  close(): void {
    if (!this.#file.isOpen) return;
    const { watched, numbers } = this.#watch ?? {};
    if (numbers !== undefined && watched?.isOverwritten(numbers)) watched.dropLog();
    this.#file.close();
    watched?.close();
  }

  #changing<Result>(work: () => Result): Result {
    if (this.#refusal !== null) throw this.#refusal;
    if (this.#file.isTransaction || this.#watch === null) return work();
    const { watched, fault, numbers } = this.#watch;
    if (!watched.isSame(numbers)) throw fault;
    if (watched.logBytes > LOG_BYTES) this.#beginLog(this.#watch);
    return work();
  }

  /** Leaves the log as it is while something else reads it. */
  #beginLog(watch: Watch): void {
    watch.watched.leaveLog();
    const end = this.#drawLogNumber(watch, watch.numbers.application_id);
    const carried = this.row<{ busy: number }>('pragma wal_checkpoint(truncate)');
    if (carried?.busy !== 0) return;
    this.#drawLogNumber(watch, end);
    watch.watched.noteLog();
  }

  #drawLogNumber(watch: Watch, before: number): number {
    const drawn = drawLogNumber();
    this.#commit(() =>
      this.script(`pragma user_version = ${drawn}; pragma application_id = ${before}`),
    );
    watch.numbers = { user_version: drawn, application_id: before };
    return drawn;
  }

  #statement(text: string): StatementSync {
    return keepPrepared(this.#prepared, text, () => this.#file.prepare(text));
  }

  #arrays(text: string): StatementSync {
    return keepPrepared(this.#built, text, () => {
      const statement = this.#file.prepare(text);
      statement.setReturnArrays(true);
      return statement;
    });
  }
}

function keepPrepared(
  known: Map<string, StatementSync>,
  text: string,
  prepare: () => StatementSync,
): StatementSync {
  const found = known.get(text);
  if (found !== undefined) return found;
  const statement = prepare();
  if (known.size < MAX_PREPARED) known.set(text, statement);
  return statement;
}

function convertValue(value: Value): string | number | null {
  return typeof value === 'boolean' ? Number(value) : value;
}

/**
 * Runs work synchronously. If this turn of the event loop has been long, resolves in the next one.
 * Throws the `convertStoreError`.
 */
export type Run = <Result>(work: (database: SqliteDatabase) => Result) => Promise<Result>;

export function createTransactions(run: Run): Transactions {
  return {
    db,
    tables,
    rows: (query) => run((database) => database.built(query)),
    transact: (changes) => run((database) => database.transact(changes)),
  };
}
