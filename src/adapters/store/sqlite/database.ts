import { backup, type DatabaseSync, type StatementSync } from 'node:sqlite';
import type { BackupProgress } from '../../../engine/ports/backup.ts';
import { required } from '../drizzle.ts';
import type { Queries } from '../queries.ts';
import { resultCode } from './faults.ts';
import * as tables from './schema.ts';

const { drizzle } = required('drizzle-orm/sqlite-proxy') as typeof import('drizzle-orm/sqlite-proxy');

/** Statements kept prepared. There are fewer, unless one is made of parts that vary freely. */
const MAX_PREPARED = 200;
/** Characters of JSON read at once: with parsing a few milliseconds, during which nothing else runs. */
const SLICE_CHARACTERS = 256 * 1024;

/** One in a hundred meets a transaction of a store that is always busy. */
const COPY_ATTEMPTS = 20;

/** A true value is stored as the number 1. */
export type Value = string | number | boolean | null;

/** A query of drizzle's builder: its text and values, and what makes of its rows what the caller asked for. */
interface Built<Rows> extends PromiseLike<Rows> {
  prepare(): {
    getQuery(): { readonly sql: string; readonly params: unknown[] };
    mapAllResult(rows: unknown): unknown;
  };
}

/** Drizzle's builders for SQLite. What they build is carried out here, at once: `node:sqlite` is no driver of drizzle's. */
export const db = drizzle(() => Promise.reject(new Error('broken invariant: a query goes through rows()')));

/** The database in an open file. Every call is synchronous and throws the errors of `node:sqlite`. */
export class SqliteDatabase {
  readonly #file: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();
  /** Those whose rows are arrays, as drizzle reads them. */
  readonly #built = new Map<string, StatementSync>();
  #refusal: Error | null = null;

  constructor(file: DatabaseSync) {
    this.#file = file;
  }

  /** Refuses every change from now on with this error. Reading still works. */
  refuseChanges(refusal: Error): void {
    this.#refusal = refusal;
  }

  /** Returns every row; the caller knows their type. */
  rows<Row>(text: string, ...values: readonly Value[]): Row[] {
    return this.#statement(text).all(...values.map(bound)) as Row[];
  }

  /** Yields every row, of which one is in memory. */
  each(text: string): IterableIterator<object> {
    return this.#statement(text).iterate();
  }

  row<Row>(text: string, ...values: readonly Value[]): Row | null {
    return (this.#statement(text).get(...values.map(bound)) ?? null) as Row | null;
  }

  /** Carries a built query out, alone or in a transaction. A damaged file is only read. */
  built<Rows>(query: PromiseLike<Rows>): Rows {
    const prepared = (query as Built<Rows>).prepare();
    const { sql, params } = prepared.getQuery();
    if (!sql.startsWith('select')) this.#assertChangeable();
    return prepared.mapAllResult(this.#arrays(sql).all(...(params as Value[]).map(bound))) as Rows;
  }

  /** Returns the first rows, as many as may be read at once but at least one, and says if they are all. */
  slice<Row extends { readonly json: string }>(
    query: PromiseLike<Row[]>,
  ): { readonly rows: Row[]; readonly isAll: boolean } {
    const rows: Row[] = [];
    let characters = 0;
    const prepared = (query as Built<Row[]>).prepare();
    const { sql, params } = prepared.getQuery();
    for (const found of this.#arrays(sql).iterate(...(params as Value[]).map(bound))) {
      const [row] = prepared.mapAllResult([found]) as [Row];
      rows.push(row);
      characters += row.json.length;
      if (characters >= SLICE_CHARACTERS) return { rows, isAll: false };
    }
    return { rows, isAll: true };
  }

  change(text: string, ...values: readonly Value[]): number {
    this.#assertChangeable();
    return Number(this.#statement(text).run(...values.map(bound)).changes);
  }

  /** Does all of the work or none of it; on the disk when this returns. */
  transaction<Result>(work: () => Result): Result {
    this.#assertChangeable();
    this.#statement('begin immediate').run();
    try {
      const result = work();
      this.#statement('commit').run();
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
   * Copies the database, as it is at one moment, into a file. Other calls go on meanwhile. Rejects with an error that `onProgress`
   * throws.
   */
  async copyInto(file: string, onProgress: (progress: BackupProgress) => void): Promise<void> {
    const progress = ({ totalPages, remainingPages }: { totalPages: number; remainingPages: number }) =>
      onProgress({ pages: totalPages - remainingPages, totalPages });
    for (let attempt = 1; ; attempt += 1) {
      try {
        await backup(this.#file, file, { progress });
        return;
      } catch (error) {
        // Node gives up, with no error's code, where the first step meets a transaction of this very connection.
        if (resultCode(error) !== 0 || attempt === COPY_ATTEMPTS) throw error;
      }
    }
  }

  /** Closes the database; may be called again. */
  close(): void {
    if (this.#file.isOpen) this.#file.close();
  }

  #assertChangeable(): void {
    if (this.#refusal !== null) throw this.#refusal;
  }

  #statement(text: string): StatementSync {
    return kept(this.#prepared, text, () => this.#file.prepare(text));
  }

  #arrays(text: string): StatementSync {
    return kept(this.#built, text, () => {
      const statement = this.#file.prepare(text);
      statement.setReturnArrays(true);
      return statement;
    });
  }
}

function kept(known: Map<string, StatementSync>, text: string, prepare: () => StatementSync): StatementSync {
  const found = known.get(text);
  if (found !== undefined) return found;
  const statement = prepare();
  if (known.size < MAX_PREPARED) known.set(text, statement);
  return statement;
}

function bound(value: Value): string | number | null {
  return typeof value === 'boolean' ? Number(value) : value;
}

/**
 * Does one piece of work on the database at once. After long work in this turn of the loop, it settles in the next one. Throws
 * a failure as `storeError` converts it.
 */
export type Run = <Result>(work: (database: SqliteDatabase) => Result) => Promise<Result>;

/** Returns what both databases read and write in the same way, over this one. */
export function queriesBy(run: Run): Queries {
  return { db, tables, rows: (query) => run((database) => database.built(query)) };
}
