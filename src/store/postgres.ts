/**
 * Postgres, 15 or newer, for daemons on any number of machines. Changes are told by NOTIFY, and by a
 * poll for what a lost connection has missed.
 */

import postgres from 'postgres';
import type { DesignId } from '#design/ids.ts';
import { Fault, type FaultCode, messageOf } from '#support/fault.ts';
import { type Database, type Dialect, type Listener, Listeners, type Query } from './database.ts';
import { type Sql, sql } from './sql.ts';

const OLDEST_VERSION = 15;
const CONNECTIONS = 10;
const POLL_MS = 2_000;
/** Longer than a connection and a statement may take: after that, the server is silent. */
const CALL_MS = 16_000;
/** The server ends a transaction whose daemon is frozen, so that another can claim the design. */
const FROZEN_MS = 5_000;
const CHANNEL = 'charrette';
const INT8 = 20;

const dialect: Dialect = {
  name: 'postgres',
  now: sql`cast(extract(epoch from clock_timestamp()) * 1000 as bigint)`,
  rowLock: sql`for no key update`,
  soleLock: sql`select pg_advisory_xact_lock(4861772)`,
  tables: sql`select tablename as name from pg_tables
    where schemaname = current_schema() and tablename in ('store', 'designs')`,
};

export async function openPostgres(url: string, callMs = CALL_MS): Promise<Database> {
  const database = new PostgresDatabase(url, callMs);
  try {
    const [found] = await database.query<{ version: string }>(
      sql`select current_setting('server_version_num') as version`,
    );
    const version = Math.floor(Number(found?.version) / 10_000);
    if (version >= OLDEST_VERSION) return database;
    throw new Fault(
      'bad_setting',
      `DATABASE_URL leads to Postgres ${version}, and Charrette needs ${OLDEST_VERSION} or newer.`,
    );
  } catch (error) {
    await database.close();
    if (!(error instanceof Fault) || error.code !== 'store_away') throw error;
    throw new Fault(
      'store_away',
      `The database of DATABASE_URL cannot be used (${error.message}): start it, or correct the address.`,
    );
  }
}

class PostgresDatabase implements Database {
  readonly dialect = dialect;
  readonly place = 'the database of DATABASE_URL';
  readonly #url: string;
  readonly #callMs: number;
  #client: postgres.Sql;
  #notices: postgres.Sql | null = null;
  #isListening = false;
  readonly #listeners = new Listeners(POLL_MS, () => {
    this.#listen();
    this.#listeners.tell(null);
  });

  constructor(url: string, callMs: number) {
    this.#url = url;
    this.#callMs = callMs;
    this.#client = connect(url);
  }

  readonly query: Query = <Row>(statement: Sql) =>
    this.#call((client) => send<Row>(client, statement));

  async transact<Result>(
    work: (query: Query) => Promise<Result>,
    changed?: DesignId,
  ): Promise<Result> {
    const result = await this.#call((client) =>
      client.begin(async (connection) => {
        const query: Query = (statement) => unlessLost(send(connection, statement));
        const value = await work(query);
        if (changed !== undefined) await query(sql`select pg_notify(${CHANNEL}, ${changed})`);
        return { value };
      }),
    );
    if (changed !== undefined) this.#listeners.tell(changed);
    return result.value as Result;
  }

  note<Result>(work: (query: Query) => Promise<Result>): Promise<Result> {
    return this.transact(async (query) => {
      // The next commit flushes the log up to itself.
      await query(sql`set local synchronous_commit = off`);
      return work(query);
    });
  }

  watch(listener: Listener): () => void {
    const stop = this.#listeners.add(listener);
    this.#listen();
    return stop;
  }

  async purge(): Promise<void> {
    // The server's own vacuum does it.
  }

  async backup(): Promise<void> {
    throw new Fault('bad_setting', 'The store is in Postgres: make the backup with pg_dump.');
  }

  async close(): Promise<void> {
    this.#listeners.stop();
    await Promise.all([this.#client.end({ timeout: 2 }), this.#notices?.end({ timeout: 0 })]);
  }

  async #call<Result>(work: (client: postgres.Sql) => Promise<Result>): Promise<Result> {
    const client = this.#client;
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        // Its connections may lead to a server that is gone, and would be waited for.
        if (client === this.#client) this.#client = connect(this.#url);
        reject(new Fault('store_away', `Postgres has not answered for ${this.#callMs / 1_000} s`));
        client.end({ timeout: 0 }).catch(reject);
      }, this.#callMs);
    });
    try {
      return await Promise.race([work(client), silence]);
    } catch (error) {
      throw toFault(error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Again with each poll: the driver reconnects, and the new connection listens to nothing. */
  #listen(): void {
    if (this.#isListening) return;
    this.#isListening = true;
    this.#notices ??= connect(this.#url, 1, (designId) => {
      this.#listeners.tell(designId as DesignId);
    });
    const isOver = (): void => {
      this.#isListening = false;
    };
    // Where it fails, the poll tells of changes until it succeeds.
    this.#notices.unsafe(`listen ${CHANNEL}`).then(isOver, isOver);
  }
}

function connect(
  url: string,
  connections = CONNECTIONS,
  onNotify?: (payload: string) => void,
): postgres.Sql {
  // The driver takes it, and its types do not have it. Its own `listen` gives up when the server is
  // away at the moment when it reconnects.
  const undeclared = { onnotify: (_channel: string, payload: string) => onNotify?.(payload) };
  return postgres(url, {
    ...undeclared,
    max: connections,
    connect_timeout: 5,
    backoff: () => 0.25,
    keep_alive: 10,
    // Nobody catches the error of this query of the driver's own.
    fetch_types: false,
    onnotice: () => undefined,
    types: { bigint: { to: INT8, from: [INT8], serialize: String, parse: Number } },
    connection: {
      application_name: 'charrette',
      statement_timeout: 10_000,
      idle_in_transaction_session_timeout: FROZEN_MS,
      // Acknowledged means on disk, whatever the server's default is.
      synchronous_commit: 'on',
    },
  });
}

async function send<Row>(client: postgres.ISql, statement: Sql): Promise<Row[]> {
  const text = statement.textWith((n) => `$${n}`);
  const rows = await client.unsafe(text, [...statement.values], { prepare: true });
  return [...rows] as unknown as Row[];
}

/**
 * In a transaction: stays pending if the connection is lost, which `begin` itself reports. It would
 * roll back after any other error, and a write to a lost connection ends the process.
 */
async function unlessLost<Result>(statement: Promise<Result>): Promise<Result> {
  try {
    return await statement;
  } catch (error) {
    if (error instanceof postgres.PostgresError && error.severity === 'ERROR') throw error;
    return await new Promise(() => undefined);
  }
}

const DISK_FULL = '53100';
/** A standby, or a user without rights. */
const READ_ONLY = ['25006', '42501'];
/** Connection, login, rollback, resources, locks, a stop, a transaction that took too long. */
const PASSING = /^(?:08|28|3D|40|53|55|57|25P0)/;

function faultCodeOf(sqlState: string): FaultCode {
  if (sqlState === DISK_FULL) return 'store_full';
  if (READ_ONLY.includes(sqlState)) return 'store_read_only';
  return PASSING.test(sqlState) ? 'store_away' : 'store_bug';
}

/** Leaves what is not the driver's as it is. The driver's own error holds people's words: not a cause. */
export function toFault(error: unknown): unknown {
  if (error instanceof Fault || !(error instanceof Error) || !('code' in error)) return error;
  const code = String(error.code);
  // Node's own has no message where a name leads to several addresses.
  const words = error.message === '' ? code : `${messageOf(error)} (${code})`;
  if (!(error instanceof postgres.PostgresError)) return new Fault('store_away', words);
  return new Fault(faultCodeOf(code), words);
}
