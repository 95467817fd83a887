import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Statements that are kept prepared; there are fewer than this, unless one is made of parts that vary freely. */
const MAX_PREPARED = 200;
/** Characters of JSON that are read at once: with their parsing a few milliseconds, in which nothing else is done. */
const SLICE_CHARACTERS = 256 * 1024;

/** What is true is the number 1. */
type Value = string | number | boolean | null;

/** The database in an open file. Everything here is done when the call returns, and throws what `node:sqlite` does. */
export class SqliteDatabase {
  readonly #file: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();
  #refusal: Error | null = null;

  constructor(file: DatabaseSync) {
    this.#file = file;
  }

  /** From now on nothing is changed any more: every attempt throws this. What can be read is read. */
  refuseChanges(refusal: Error): void {
    this.#refusal = refusal;
  }

  /** Every row; the caller knows what they look like. */
  rows<Row>(text: string, ...values: readonly Value[]): Row[] {
    return this.#statement(text).all(...values.map(bound)) as Row[];
  }

  row<Row>(text: string, ...values: readonly Value[]): Row | null {
    return (this.#statement(text).get(...values.map(bound)) ?? null) as Row | null;
  }

  /** The first rows, as many as may be read at once and one at least, and whether they are all. */
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

  /** Answers with how many rows were changed. */
  change(text: string, ...values: readonly Value[]): number {
    this.#assertChangeable();
    return Number(this.#statement(text).run(...values.map(bound)).changes);
  }

  /** All of the work or nothing of it, on the disk when this returns. */
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

  /** For statements that are carried out once. */
  script(text: string): void {
    this.#file.exec(text);
  }

  /** May be said again. */
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
 * Does one piece of work on the database, at once; where such work has taken long in this turn of the loop, it settles in
 * the next one. Throws what `storeError` makes of a failure.
 */
export type Run = <Result>(work: (database: SqliteDatabase) => Result) => Promise<Result>;
