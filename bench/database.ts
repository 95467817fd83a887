import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import { reachablePostgres } from '../test/support/databases/postgres.ts';

const POLL_MS = 5;
const BOUND_MS = 120_000;

/** A database of a benchmark's own. */
export interface BenchDatabase {
  readonly url: string;
  readonly sql: postgres.Sql;
  /**
   * Resolves when a query gives `wanted` as its only value; asks all the time. Throws after
   * `boundMs`, by default two minutes.
   */
  until(
    wanted: number,
    query: () => Promise<readonly { readonly value?: number }[]>,
    boundMs?: number,
  ): Promise<void>;
  drop(): Promise<void>;
}

/** Returns `null`, and prints a line that says why, where there is no server. */
export async function benchDatabase(): Promise<BenchDatabase | null> {
  const server = await reachablePostgres();
  if (server.url === null) {
    console.log(`Postgres was not measured: ${server.reason}`);
    return null;
  }
  const quiet = { max: 1, onnotice: () => undefined };
  const admin = postgres(server.url, quiet);
  const name = `charrette_bench_${randomUUID().replaceAll('-', '')}`;
  await admin.unsafe(`create database ${name}`);
  const own = new URL(server.url);
  own.pathname = name;
  const sql = postgres(own.href, quiet);
  return {
    url: own.href,
    sql,
    until: async (wanted, query, boundMs = BOUND_MS) => {
      const dueAt = performance.now() + boundMs;
      for (let found = Number.NaN; found !== wanted; found = Number((await query())[0]?.value)) {
        if (performance.now() > dueAt)
          throw new Error(`${found} instead of ${wanted} after ${boundMs} ms`);
        await delay(POLL_MS);
      }
    },
    drop: async () => {
      await sql.end();
      await admin.unsafe(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}
