import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { PgBoss } from 'pg-boss';
import postgres from 'postgres';
import { openPostgresStore } from '../../src/adapters/store/postgres/open.ts';
import { keptLog } from './child-sessions.ts';

/**
 * A Postgres server on which tests may make and drop databases of their own: `CHARRETTE_TEST_DATABASE_URL`, else the
 * usual local one. Where there is none, `reason` says so.
 */
export async function reachablePostgres(): Promise<
  { url: string; reason: null } | { url: null; reason: string }
> {
  const given = process.env.CHARRETTE_TEST_DATABASE_URL;
  const url = given ?? 'postgres://postgres@127.0.0.1:5432/test';
  const client = postgres(url, { max: 1, connect_timeout: 15, onnotice: () => undefined });
  try {
    await client`select 1`;
    return { url, reason: null };
  } catch (error) {
    // A server that was asked for must be there; the usual one may be missing.
    if (given !== undefined) throw error;
    const { hostname, port } = new URL(url);
    return { url: null, reason: `no Postgres at ${hostname}:${port}, nor CHARRETTE_TEST_DATABASE_URL` };
  } finally {
    await client.end({ timeout: 1 });
  }
}

/** An empty database of its own on a server, a connection to that server, and the way to be rid of both. */
export async function ownDatabase(
  serverUrl: string,
  template = 'template0',
): Promise<{ name: string; url: string; admin: postgres.Sql; drop: () => Promise<void> }> {
  const name = `charrette_store_${randomUUID().replaceAll('-', '')}`;
  const admin = postgres(serverUrl, { max: 1, onnotice: () => undefined });
  await admin.unsafe(`create database ${name} template ${template}`);
  return {
    name,
    url: urlOf(serverUrl, name),
    admin,
    async drop() {
      await admin.unsafe(`drop database if exists ${name} with (force)`);
      await admin.end();
    },
  };
}

/** The same with all tables that a daemon makes in an empty one. */
export async function ownStoreDatabase(serverUrl: string): ReturnType<typeof ownDatabase> {
  const made = templates.get(serverUrl) ?? makeTemplate(serverUrl);
  templates.set(serverUrl, made);
  return ownDatabase(serverUrl, await made);
}

const templates = new Map<string, Promise<string>>();
/** Key of the advisory lock under which one test process makes the template while the others wait. */
const TEMPLATE_LOCK = 4_861_773;

/** A database to copy, since each migration takes longer than a copy of them all. It stays for the next run. */
async function makeTemplate(serverUrl: string): Promise<string> {
  const name = `charrette_template_${storeFingerprint()}`;
  const unfinished = `${name}_unfinished`;
  const admin = postgres(serverUrl, { max: 1, onnotice: () => undefined });
  try {
    // The lock goes with the connection.
    await admin`select pg_advisory_lock(${TEMPLATE_LOCK})`;
    const there = await admin`select 1 from pg_database where datname = ${name}`;
    if (there.length > 0) return name;
    await admin.unsafe(`drop database if exists ${unfinished} with (force)`);
    await admin.unsafe(`create database ${unfinished} template template0`);
    const { store, fleet } = await openPostgresStore({ url: urlOf(serverUrl, unfinished), log: keptLog() });
    await fleet.leave();
    await store.close();
    const schedules = new PgBoss({ connectionString: urlOf(serverUrl, unfinished), max: 1 });
    await schedules.start();
    await schedules.stop({ graceful: false });
    await admin.unsafe(`alter database ${unfinished} rename to ${name}`);
    return name;
  } finally {
    await admin.end();
  }
}

/** Of everything that decides what an empty store looks like. */
function storeFingerprint(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync('migrations/postgres').toSorted()) {
    if (name.endsWith('.sql')) hash.update(readFileSync(`migrations/postgres/${name}`));
  }
  return hash.digest('hex').slice(0, 16);
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = database;
  return url.href;
}
