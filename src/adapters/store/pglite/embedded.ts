import type { Log } from '../../../runtime/ports/log.ts';
import type { Database, Run } from '../database.ts';
import { requireDrizzle } from '../drizzle.ts';
import { storeError } from '../faults.ts';
import type { PgliteClient } from './client.ts';

const { drizzle } = requireDrizzle('drizzle-orm/pglite') as typeof import('drizzle-orm/pglite');

/** Opening takes a quarter of a second, in which nothing else is done. */
const REOPEN_MS = 1_000;

/**
 * The database in a folder. When it has ended itself, the next call opens it again, at most once a second; the calls
 * in between, and those of which it is not known whether they were carried out, get the reason.
 */
export class EmbeddedDatabase {
  readonly #reopen: () => Promise<PgliteClient>;
  readonly #log: Log;
  #client: PgliteClient;
  #database: Database;
  #reopening: Promise<void> | null = null;
  #openedAt = Number.NEGATIVE_INFINITY;

  constructor(client: PgliteClient, reopen: () => Promise<PgliteClient>, log: Log) {
    this.#client = client;
    this.#database = databaseOver(client);
    this.#reopen = reopen;
    this.#log = log;
  }

  readonly run: Run = async (work) => {
    try {
      if (this.#client.fall !== null) await this.#openAgain();
      return await work(this.#database);
    } catch (error) {
      throw storeError(error);
    }
  };

  async close(): Promise<void> {
    await this.#reopening;
    if (this.#client.fall === null) await this.#client.close();
  }

  async #openAgain(): Promise<void> {
    if (this.#reopening === null) {
      if (performance.now() - this.#openedAt < REOPEN_MS) throw this.#client.fall;
      this.#reopening = this.#open().finally(() => {
        this.#openedAt = performance.now();
        this.#reopening = null;
      });
    }
    await this.#reopening;
  }

  async #open(): Promise<void> {
    this.#log.warn('store_opened_again', { error: storeError(this.#client.fall) });
    this.#client = await this.#reopen();
    this.#database = databaseOver(this.#client);
  }
}

export function databaseOver(client: PgliteClient): Database {
  return {
    tables: drizzle({ client }),
    query: async (text, values) => (await client.query(text, values)).rows,
  };
}
