import { backup, type DatabaseSync, type StatementSync } from 'node:sqlite';
import type { BackupProgress } from '../../../runtime/ports/backup.ts';
import { resultCode } from './faults.ts';

/** Statements kept prepared. There are fewer, unless one is made of parts that vary freely. */
const MAX_PREPARED = 200;
/** Characters of JSON read at once: with parsing a few milliseconds, during which nothing else runs. */
const SLICE_CHARACTERS = 256 * 1024;

/** One in a hundred meets a transaction of a store that is always busy. */
const COPY_ATTEMPTS = 20;

/** A true value is stored as the number 1. */
type Value = string | number | boolean | null;

/** The database in an open file. Every call is synchronous and throws the errors of `node:sqlite`. */
export class SqliteDatabase {
  readonly #file: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();
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

  /** Returns the first rows, as many as may be read at once but at least one, and says if they are all. */
  slice<Row extends { readonly json: string }>(
    text: string,
    ...values: readonly Value[]
  ): { readonly rows: Row[]; readonly isAll: boolean } {
    const rows: Row[] = [];
    let characters = 0;
    for (const found of this.#statement(text).iterate(...values.map(bound))) {
      const row = found as unknown as Row;
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
    const known = this.#prepared.get(text);
    if (known !== undefined) return known;
    const statement = this.#file.prepare(text);
    if (this.#prepared.size < MAX_PREPARED) this.#prepared.set(text, statement);
    return statement;
  }
}

function bound(value: Value): string | number | null {
  return typeof value === 'boolean' ? Number(value) : value;
}

/**
 * Does one piece of work on the database at once. After long work in this turn of the loop, it settles in the next one. Throws
 * a failure as `storeError` converts it.
 */
export type Run = <Result>(work: (database: SqliteDatabase) => Result) => Promise<Result>;
