/**
 * The store over Postgres, for many daemons: opened and migrated here, reached through `pool.ts`.
 * `membership.ts` and `ownership.ts` decide which daemon lives and what it owns.
 */

import type postgres from 'postgres';
import { present } from '#core/vocabulary/present.ts';
import { Fault } from '#foundation/fault.ts';
import type { Log } from '#foundation/log.ts';
import { awaitUnlessAborted } from '#foundation/timeout.ts';
import type { OpenedStore } from '#ports/opened-store.ts';
import type { Store } from '#ports/store.ts';
import { getTableName } from '../drizzle.ts';
import { createFailures } from '../failures.ts';
import {
  type Applied,
  appliedQueryOf,
  creationQueryOf,
  migrationsFolderOf,
  missingMigrationsOf,
  readMigrations,
  scriptOf,
} from '../migrations.ts';
import { createOperationReads } from '../operations.ts';
import { createOtherPorts } from '../other-ports.ts';
import { createReads } from '../reads.ts';
import { createRemovalReads } from '../removals.ts';
import { createForget, createWrites } from '../writes.ts';
import { connect } from './connect.ts';
import { createDatabase } from './database.ts';
import { makeTurnRecords, readEventsChecked } from './events.ts';
import {
  convertStoreError,
  isMissingRight,
  isUnreachable,
  POOLER_WORDS,
  Unanswered,
} from './faults.ts';
import { createPostgresFleet } from './fleet.ts';
import { listDropped } from './parameters.ts';
import { type CallBounds, Pool } from './pool.ts';
import * as tables from './schema.ts';
import { splitHosts } from './urls.ts';

/**
 * Key of the advisory lock under which one daemon migrates and the others wait. An arbitrary
 * constant.
 */
const MIGRATION_LOCK = 4_861_772;
/** The table of applied migrations. */
const APPLIED = 'drizzle.__drizzle_migrations';
/**
 * Milliseconds for a host's first statement: slightly more than the driver allows for connecting.
 */
const REACH_MS = 6_000;
/** The largest timeout: the driver does not send 0. A migration takes as long as it takes. */
export const UNBOUNDED_MS = 2 ** 31 - 1;

/**
 * Opens the store in PostgreSQL 15 or newer, for any number of processes, with their fleet. A URL
 * may name several hosts; the first writable one is used. Fills an empty database only if
 * `mayMigrate`. If the URL leads through a pooler in transaction mode, `directUrl` leads to the
 * server itself. Throws `Fault` with `store_newer`, `store_read_only`, `store_full` or
 * `store_unavailable`. No message or cause contains the URL or its password.
 */
export async function openPostgresStore({
  url,
  directUrl = null,
  log,
  mayMigrate = true,
  ...bounds
}: {
  url: string;
  directUrl?: string | null;
  log: Log;
  mayMigrate?: boolean;
} & CallBounds): Promise<OpenedStore> {
  const beganAt = performance.now();
  const urls = await setUp(directUrl ?? url, { mayMigrate });
  const pool =
    directUrl === null
      ? new Pool(urls, log, bounds)
      : new Pool(splitHosts(url), log, { ...bounds, isPooled: true });
  // A pooler may refuse what the server takes. One that does not answer is waited for, like a
  // database.
  if (directUrl !== null)
    await pool.send('select 1', [], true).catch(async (error: unknown) => {
      if (error instanceof Unanswered) return;
      await pool.close();
      throw error;
    });
  const database = { ...createDatabase(pool.send), transact: pool.transact };
  const { fleet, close } = createPostgresFleet(urls, database, log);
  const store: Store = {
    ...createReads(database),
    ...createWrites(database),
    events: readEventsChecked(database),
    turns: makeTurnRecords(database),
    ...createFailures(database),
    ...createOperationReads(database),
    ...createRemovalReads(database),
    forget: createForget(database),
    async close() {
      await close();
      await pool.close();
    },
  };
  const dropped = urls.slice(0, 1).flatMap(listDropped);
  const elapsedMs = Math.round(performance.now() - beganAt);
  log.info('store_opened', { kind: 'postgres', elapsedMs, ...(dropped.length > 0 && { dropped }) });
  return {
    store,
    fleet,
    ...createOtherPorts(database),
    backup: null,
  };
}

/**
 * Creates missing tables. Returns the URLs of the hosts, the usable one first. Throws as
 * `openPostgresStore` does.
 */
export async function setUp(
  url: string,
  { mayMigrate }: { readonly mayMigrate: boolean },
): Promise<readonly string[]> {
  const { urls } = await atFirstOf(splitHosts(url), async (client) => {
    await refusePooler(client);
    if (mayMigrate) await assertServes(client);
    try {
      await migrateUnderLock(client, mayMigrate);
    } catch (error) {
      if (isMissingRight(error)) await assertRights(client, false);
      throw error;
    }
  });
  return urls;
}

/** Throws a `Fault` if a daemon could not run on this database. Changes nothing. */
export async function assertDaemonsRun(url: string): Promise<void> {
  await atFirstOf(splitHosts(url), async (client) => {
    await refusePooler(client);
    await assertServes(client);
  });
}

async function assertServes(client: postgres.Sql): Promise<void> {
  await assertRights(client, (await lookInto(client)).isOurs);
  const [found] = await client<{ schema: string | null }[]>`select current_schema() as schema`;
  if (found?.schema === 'public') return;
  throw new Fault(
    'bad_configuration',
    `Tables would be made in ${found?.schema ?? 'no schema'}, and Charrette’s are in the schema public. Remove search_path from options in DATABASE_URL, or run: ALTER ROLE ${client.options.user} SET search_path = public;`,
  );
}

/**
 * Names what this user lacks, and the statements that grant it. The server's own words may be in
 * any language.
 */
async function assertRights(client: postgres.Sql, hasTables: boolean): Promise<void> {
  const names = Object.values(tables).map(getTableName);
  const found = await client<{ right: string; grant: string }[]>`
    with needed (rights, kind, name, is_granted) as (
      select 'CREATE', 'DATABASE', current_database()::text,
        to_regnamespace('drizzle') is not null or has_database_privilege(current_database(), 'CREATE')
      union all
      select 'USAGE, CREATE', 'SCHEMA', nspname, has_schema_privilege(oid, 'USAGE')
        and (has_schema_privilege(oid, 'CREATE') or nspname = 'public' and ${hasTables})
      from pg_namespace where nspname in ('public', 'drizzle')
      union all
      select 'SELECT, INSERT, UPDATE, DELETE', 'ALL TABLES IN SCHEMA', nspname,
        bool_and(has_table_privilege(c.oid, 'SELECT') and has_table_privilege(c.oid, 'INSERT')
          and has_table_privilege(c.oid, 'UPDATE') and has_table_privilege(c.oid, 'DELETE'))
      from pg_class c join pg_namespace n on n.oid = relnamespace
      where nspname = 'drizzle' and relkind = 'r' or nspname = 'public' and relname in ${client(names)}
      group by nspname
    )
    select format('%s on %s %I', rights, lower(kind), name) as right,
      format('GRANT %s ON %s %I TO %I;', rights, kind, name, current_user) as grant
    from needed where not is_granted`;
  if (found.length === 0) return;
  const rights = found.map(({ right }) => right).join(' and ');
  const grants = found.map(({ grant }) => grant).join(' ');
  throw new Fault(
    'store_read_only',
    `The database user lacks ${rights}. Let the owner of the database run: ${grants}`,
  );
}

/**
 * The database's name if it has never held anything of Charrette's, else `null`. Throws as
 * `openPostgresStore` does.
 */
export async function nameUntouchedDatabase(url: string): Promise<string | null> {
  const { result } = await atFirstOf(splitHosts(url), lookInto);
  return result.isOurs ? null : result.name;
}

/** A pooler invents its own process numbers. */
async function refusePooler(client: postgres.Sql): Promise<void> {
  const found = await client<{ pid: number }[]>`select pg_backend_pid() as pid`;
  if (found[0]?.pid !== found.state.pid) throw new Fault('store_unavailable', POOLER_WORDS);
}

/** Throws the last host's fault if none is usable. */
async function atFirstOf<Result>(
  [url = '', ...others]: string[],
  work: (client: postgres.Sql) => Promise<Result>,
  passedOver: string[] = [],
): Promise<{ readonly urls: string[]; readonly result: Result }> {
  const client = connect(url, { connections: 1, statementMs: UNBOUNDED_MS });
  try {
    // The driver reconnects forever to a server that accepts connections and then closes them
    // silently.
    await awaitUnlessAborted(client`select 1`, AbortSignal.timeout(REACH_MS));
    return { urls: [url, ...others, ...passedOver], result: await work(client) };
  } catch (error) {
    if (others.length === 0 || !isUnreachable(error)) throw convertStoreError(error);
    return await atFirstOf(others, work, [...passedOver, url]);
  } finally {
    await client.end({ timeout: 1 });
  }
}

/**
 * Daemons that start together would collide without the lock, which ends with this connection.
 * PostgreSQL runs a script as a whole or not at all. Throws `Fault` like `missingMigrationsOf`;
 * also if migrations are missing and not `mayMigrate`.
 */
async function migrateUnderLock(client: postgres.Sql, mayMigrate: boolean): Promise<void> {
  await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
  // Not by `if not exists`, for which a user needs the right although the schema is there.
  const schema = `do $$ begin if to_regnamespace('drizzle') is null then create schema drizzle; end if; end $$`;
  if (mayMigrate) await client.unsafe(`${schema}; ${creationQueryOf(APPLIED)}`);
  const applied = await client.unsafe<Applied[]>(appliedQueryOf(APPLIED));
  const missing = missingMigrationsOf(
    readMigrations(migrationsFolderOf('postgres')),
    applied,
    'The database',
  );
  if (missing.length === 0) return;
  if (!mayMigrate)
    throw new Fault(
      'store_unavailable',
      'The database lacks tables. charrette migrate makes them.',
    );
  await client.unsafe(scriptOf(missing, APPLIED));
}

/**
 * Other programs have a table of migrations by this name as well, so `isOurs` also needs `daemons`.
 * Needs no right to either, unlike `to_regclass`.
 */
async function lookInto(
  client: postgres.Sql,
): Promise<{ readonly name: string; readonly isOurs: boolean }> {
  const [found] = await client<{ name: string; isOurs: boolean }[]>`
    select current_database() as name,
      (select count(*) = 2 from pg_class join pg_namespace n on n.oid = relnamespace
        where nspname || '.' || relname in (${APPLIED}, 'public.daemons')) as "isOurs"`;
  return present(found, 'a row is always returned');
}
