import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import { SetBack } from '../../support/databases/set-back.ts';
import type { Query } from './evidence.ts';

export interface Connections {
  /** Ends one of the daemons' connections, or all; `false` if there is none. */
  cut(which: number | 'all'): Promise<boolean>;
  /** Sets the database back by so many ms, as a failover does; `false` while that is under way. */
  goBack(byMs: number): Promise<boolean>;
}

/**
 * From the moment that the database went back to until all have noticed: what was stored in between
 * may be gone.
 */
export interface Gone {
  readonly from: number;
  until: number;
}

/** A database of the run's own, on a server that serves others as well. */
export interface OwnDatabase extends Connections {
  readonly url: string;
  readonly query: Query;
  readonly gone: readonly Gone[];
  drop(): Promise<void>;
}

/** Until all daemons have noticed, and no message is under way of which the store knows nothing. */
const NOTICED_MS = 5_000;

export async function createDatabase(serverUrl: string): Promise<OwnDatabase> {
  const name = `chaos_${randomUUID().replaceAll('-', '')}`;
  const quiet = { max: 1, onnotice: () => undefined };
  const server = postgres(serverUrl, quiet);
  await server.unsafe(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const back = new SetBack(url.href);
  const gone: Gone[] = [];
  const cut = async (which: number | 'all') => {
    // Those of the run itself have other names.
    const found = await server`select pid from pg_stat_activity
      where datname = ${name} and application_name = 'charrette' order by pid`;
    const pids = found.map((row) => Number(row.pid));
    const chosen = which === 'all' ? pids : pids.slice(Math.floor(which * pids.length)).slice(0, 1);
    for (const pid of chosen) await server`select pg_terminate_backend(${pid})`;
    return chosen.length > 0;
  };
  return {
    gone,
    cut,
    goBack: async (byMs) => {
      if (gone.some(({ until }) => until === Number.POSITIVE_INFINITY)) return false;
      const span: Gone = { from: Date.now(), until: Number.POSITIVE_INFINITY };
      gone.push(span);
      await back.remember();
      await delay(byMs);
      await back.goBack();
      await cut('all');
      await delay(NOTICED_MS);
      span.until = Date.now();
      return true;
    },
    url: url.href,
    query: async (statement) => {
      const client = postgres(url.href, quiet);
      try {
        return await client.unsafe(statement);
      } finally {
        await client.end();
      }
    },
    drop: async () => {
      await server.unsafe(`drop database ${name} with (force)`);
      await server.end();
    },
  };
}

/** Opens what a daemon has left in its data folder, which nobody else may have open. */
export async function withFolderStore<Result>(
  dataDir: string,
  use: (query: Query) => Promise<Result>,
): Promise<Result> {
  const database = new DatabaseSync(join(dataDir, 'store.sqlite'));
  try {
    return await use(queryOf(database));
  } finally {
    database.close();
  }
}

/** What SQLite keeps as text is read as the JSON that it is, as Postgres gives it. */
const JSON_COLUMNS: ReadonlySet<string> = new Set([
  'payload',
  'command',
  'answer',
  'effect',
  'record',
]);

export function queryOf(database: DatabaseSync): Query {
  return async (statement) =>
    database
      .prepare(statement)
      .all()
      .map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [
            name,
            JSON_COLUMNS.has(name) && typeof value === 'string' ? JSON.parse(value) : value,
          ]),
        ),
      );
}
