import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import postgres from 'postgres';
import { openPostgresStore } from '#adapters/store/postgres/open.ts';
import { keepLog } from '../processes/child-sessions.ts';

const GIVEN_SERVER = process.env.CHARRETTE_TEST_DATABASE_URL;
/** No test stops this one. */
const SHARED_SERVER = GIVEN_SERVER ?? 'postgres://postgres@127.0.0.1:5432/test';

/**
 * A Postgres server on which tests may make and drop databases of their own:
 * `CHARRETTE_TEST_DATABASE_URL`, else the usual local one. Where there is none, `reason` says so.
 */
export async function reachablePostgres(): Promise<
  { url: string; reason: null } | { url: null; reason: string }
> {
  const url = SHARED_SERVER;
  const client = postgres(url, { max: 1, connect_timeout: 15, onnotice: () => undefined });
  try {
    await client`select 1`;
    return { url, reason: null };
  } catch (error) {
    // A server that was asked for must be there; the usual one may be missing.
    if (GIVEN_SERVER !== undefined) throw error;
    const { hostname, port } = new URL(url);
    return {
      url: null,
      reason: `no Postgres at ${hostname}:${port}, nor CHARRETTE_TEST_DATABASE_URL`,
    };
  } finally {
    await client.end({ timeout: 1 });
  }
}

/**
 * An empty database of its own on a server, a connection to that server, and the way to be rid of
 * both.
 */
export async function ownDatabase(
  serverUrl: string,
): Promise<{ name: string; url: string; admin: postgres.Sql; drop: () => Promise<void> }> {
  const name = `charrette_store_${randomUUID().replaceAll('-', '')}`;
  const admin = postgres(serverUrl, { max: 1, onnotice: () => undefined });
  await admin.unsafe(`create database ${name} template template0`);
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

/**
 * A database with all tables that a daemon makes in an empty one, and nothing in them. To make one
 * and to drop it takes the server a second, with each of its files flushed to the disk: so it
 * stays, and is emptied for the next one that needs one, in this run or a later one. Until `drop`
 * it is nobody else's.
 */
export async function ownStoreDatabase(serverUrl: string): ReturnType<typeof ownDatabase> {
  const admin = postgres(serverUrl, { max: 1, onnotice: () => undefined });
  const prefix = `charrette_store_${storeFingerprint()}_`;
  // The lock goes with the connection. What is left over of a run that was ended may still be in a
  // database.
  const [free] = await admin`
    select number from generate_series(1, ${MAX_STORE_DATABASES}) as number
    where case when exists (select from pg_stat_activity where datname = ${prefix} || number) then false
      else pg_try_advisory_lock(${STORE_LOCKS}, number) end
    limit 1`;
  if (free === undefined) throw new Error(`${MAX_STORE_DATABASES} databases are in use`);
  const name = `${prefix}${free.number}`;
  const url = urlOf(serverUrl, name);
  const there = await admin`select 1 from pg_database where datname = ${name}`;
  if (there.length > 0) {
    await empty(url);
  } else {
    await copyTemplate(serverUrl, admin, name);
    // A server that does not crash need not wait for its disk at each commit.
    if (serverUrl === SHARED_SERVER)
      await admin.unsafe(`alter database ${name} set synchronous_commit = off`);
  }
  return {
    name,
    url,
    admin,
    async drop() {
      await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
      await admin.end();
    },
  };
}

const MAX_STORE_DATABASES = 200;
/**
 * First half of the keys of the advisory locks on these databases; the second is the number of one.
 */
const STORE_LOCKS = 4_861_775;

/**
 * Numbers go on, so that nothing of an earlier daemon is taken for that of a later one. What a
 * `SetBack` remembers goes.
 */
async function empty(url: string): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => undefined });
  // Few rows: to truncate so many tables takes ten times as long. Those that refer to others come
  // first.
  await client.unsafe(`do $$ declare each regclass; begin
    for each in select oid from pg_class
      where relkind = 'r' and relnamespace = 'public'::regnamespace
      order by exists (select from pg_constraint where contype = 'f' and conrelid = pg_class.oid) desc
    loop execute 'delete from ' || each; end loop;
    insert into rights default values;
    drop schema if exists remembered cascade;
    end $$`);
  await client.end();
}

/** Key of the advisory lock under which templates are made, copied and dropped. */
const TEMPLATE_LOCK = 4_861_773;

/**
 * Copies a database with all tables, which stays for the next run: each migration takes longer than
 * a copy of them all.
 */
async function copyTemplate(serverUrl: string, admin: postgres.Sql, name: string): Promise<void> {
  const template = `charrette_template_${storeFingerprint()}`;
  // The lock goes with the connection, if not before.
  await admin`select pg_advisory_lock(${TEMPLATE_LOCK})`;
  try {
    const there = await admin`select 1 from pg_database where datname = ${template}`;
    if (there.length === 0) await makeTemplate(serverUrl, admin, template);
    await admin.unsafe(`create database ${name} template ${template}`);
  } finally {
    await admin`select pg_advisory_unlock(${TEMPLATE_LOCK})`;
  }
}

async function makeTemplate(
  serverUrl: string,
  admin: postgres.Sql,
  template: string,
): Promise<void> {
  await dropEarlier(admin);
  const unfinished = `${template}_unfinished`;
  await admin.unsafe(`create database ${unfinished} template template0`);
  const { store, fleet } = await openPostgresStore({
    url: urlOf(serverUrl, unfinished),
    log: keepLog(),
  });
  await fleet.leave();
  await store.close();
  await admin.unsafe(`alter database ${unfinished} rename to ${template}`);
}

/** A template of any tables, one that was not finished, or a numbered copy. */
const KEPT =
  /^charrette_(?:template|store)_(?<fingerprint>[0-9a-f]{16})(?:_unfinished|_(?<number>\d+))?$/;

/**
 * Drops what was kept of earlier tables, and what was not finished of these; but no copy that a
 * test still uses.
 */
async function dropEarlier(admin: postgres.Sql): Promise<void> {
  for (const { datname } of await admin`select datname from pg_database`) {
    const { fingerprint, number } = KEPT.exec(datname)?.groups ?? {};
    const isOfThese = fingerprint === storeFingerprint() && !datname.endsWith('_unfinished');
    if (fingerprint === undefined || isOfThese) continue;
    const key = Number(number ?? 0);
    const [lock] = await admin`select pg_try_advisory_lock(${STORE_LOCKS}, ${key}) as is_free`;
    if (lock?.is_free !== true) continue;
    const used = await admin`select 1 from pg_stat_activity where datname = ${datname}`;
    if (used.length === 0) await admin.unsafe(`drop database ${datname}`);
    await admin`select pg_advisory_unlock(${STORE_LOCKS}, ${key})`;
  }
}

/** Of everything that decides what an empty store looks like. */
function storeFingerprint(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync('migrations/postgres').toSorted()) {
    if (name.endsWith('.sql')) hash.update(readFileSync(`migrations/postgres/${name}`));
  }
  hash.update(readFileSync('migrations/postgres/meta/_journal.json'));
  return hash.digest('hex').slice(0, 16);
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = database;
  return url.href;
}
