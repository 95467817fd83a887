/** What the store's statements need of a database: `sqlite.ts` and `postgres.ts` provide it. */

import type { DesignId } from '#design/ids.ts';
import { Fault } from '#support/fault.ts';
import { type Sql, sql } from './sql.ts';

export type Query = <Row>(statement: Sql) => Promise<Row[]>;

/** Where the two databases say the same in other words. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgres';
  /** Milliseconds since the epoch, by the database's clock. */
  readonly now: Sql;
  /** At the end of a select of one row: nobody else changes it until this transaction ends. */
  readonly rowLock: Sql;
  /** Until the end of the transaction nobody else has it: tables and designs are made one by one. */
  readonly soleLock: Sql;
  /** Names of our tables that are there. */
  readonly tables: Sql;
}

export interface Database {
  readonly dialect: Dialect;
  /** Where it is, for people; without a password. */
  readonly place: string;
  readonly query: Query;
  /**
   * All or nothing, and on disk once it resolves. The work awaits nothing but its queries.
   * `changed`: listeners in every process are told of this design.
   */
  transact<Result>(work: (query: Query) => Promise<Result>, changed?: DesignId): Promise<Result>;
  /**
   * The same, but on disk no later than the next `transact`: a killed process loses nothing of it, a
   * machine without power may. For what nobody was told of.
   */
  note<Result>(work: (query: Query) => Promise<Result>): Promise<Result>;
  watch(listener: Listener): () => void;
  /** Called after rows were deleted: what is on disk of them goes too. */
  purge(): Promise<void>;
  backup(file: string): Promise<void>;
  close(): Promise<void>;
}

export type Listener = (designId: DesignId | null) => void;

/** Listeners for changes. The store is polled while there are any. */
export class Listeners {
  readonly #listeners = new Set<Listener>();
  readonly #poll: () => void;
  readonly #pollMs: number;
  #timer: NodeJS.Timeout | null = null;

  constructor(pollMs: number, poll: () => void) {
    this.#pollMs = pollMs;
    this.#poll = poll;
  }

  add(listener: Listener): () => void {
    this.#listeners.add(listener);
    this.#timer ??= setInterval(this.#poll, this.#pollMs);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.stop();
    };
  }

  tell(designId: DesignId | null): void {
    for (const listener of this.#listeners) listener(designId);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }
}

/**
 * A write of a design's owner: until it ends, nobody can claim the design.
 * @throws {Fault} `lease_lost`
 */
export function writeAsOwner<Result>(
  database: Database,
  designId: DesignId,
  epoch: number,
  write: (query: Query) => Promise<Result>,
  changed?: DesignId,
): Promise<Result> {
  const work = fenced(database, designId, epoch, write);
  return database.transact(work, changed);
}

/** The same by `note`. @throws {Fault} `lease_lost` */
export function noteAsOwner<Result>(
  database: Database,
  designId: DesignId,
  epoch: number,
  write: (query: Query) => Promise<Result>,
): Promise<Result> {
  return database.note(fenced(database, designId, epoch, write));
}

function fenced<Result>(
  { dialect }: Database,
  designId: DesignId,
  epoch: number,
  write: (query: Query) => Promise<Result>,
): (query: Query) => Promise<Result> {
  return async (query) => {
    const rows = await query(sql`
      select id from designs where id = ${designId} and epoch = ${epoch} ${dialect.rowLock}`);
    if (rows.length === 0) throw new Fault('lease_lost', `${designId} has another owner`);
    return write(query);
  };
}
