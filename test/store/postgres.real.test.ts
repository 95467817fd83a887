import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DesignId } from '#design/ids.ts';
import { openStore } from '#store/open.ts';
import { openPostgres } from '#store/postgres.ts';
import { sql } from '#store/sql.ts';
import { findPostgres, makeSchema, type OwnSchema } from '#test/support/postgres.ts';
import { describeStore, type Place } from './contract.ts';
import { openRoad } from './road.ts';
import { claimed, commitOf, eventsFrom, newOwner, putOwned, putStart } from './world.ts';

const { reason } = await findPostgres();
const title = `the store on Postgres${reason === null ? '' : ` (skipped: ${reason})`}`;

describe.skipIf(reason !== null)(title, () => {
  describeStore(async (): Promise<Place> => {
    const schema = await makeSchema();
    return {
      open: () => openStore({ databaseUrl: schema.url, dataDir: '' }),
      run: async (statement) => [...(await schema.admin.unsafe(statement))],
      remove: () => schema.drop(),
    };
  });
});

describe.skipIf(reason !== null)(`${title}, which goes away`, () => {
  let schema: OwnSchema;
  const open = () => openStore({ databaseUrl: schema.url, dataDir: '' });
  beforeEach(async () => {
    schema = await makeSchema();
  });
  afterEach(async () => {
    await schema.drop();
  });

  /** Ends the connections of this test's stores, as a restart of the server does. */
  async function endConnections(where: string): Promise<number> {
    const ended = await schema.admin.unsafe(`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = '${schema.name}' and ${where}`);
    return ended.length;
  }

  test('P2: a connection that is lost in a commit is a fault, and the next commit is stored', async () => {
    const store = await open();
    const row = await putOwned(store);
    await schema.admin.unsafe('begin');
    await schema.admin.unsafe(`select 1 from designs where id = '${row.id}' for update`);
    const result = Promise.allSettled([store.commit(commitOf(row))]);
    await expect
      .poll(() => endConnections("wait_event_type = 'Lock'"), { timeout: 20_000 })
      .toBe(1);
    await schema.admin.unsafe('commit');
    expect(await result).toMatchObject([{ reason: { code: 'store_away' } }]);
    expect(await store.events(row.id)).toEqual([]);
    await store.commit(commitOf(row));
    expect(await store.events(row.id)).toEqual(eventsFrom(1, 2));
    await store.close();
  });

  test('C22: a frozen owner in the middle of a write keeps nobody from its design', async () => {
    const store = await open();
    const row = await putOwned(store, newOwner(), 0);
    const frozen = await openPostgres(schema.url);
    const hasLock = Promise.withResolvers<void>();
    const lost = Promise.allSettled([
      frozen.transact(async (query) => {
        await query(sql`select id from designs where id = ${row.id} for no key update`);
        hasLock.resolve();
        await new Promise(() => undefined);
      }),
    ]);
    await hasLock.promise;
    expect((await claimed(store, row.id)).epoch).toBeGreaterThan(row.epoch);
    expect(await lost).toMatchObject([{ reason: { code: 'store_away' } }]);
    await frozen.close();
    await store.close();
  });

  test('P2: a server that is silent is given up, and a new connection is made', async () => {
    const road = await openRoad(schema.url);
    const database = await openPostgres(road.url, 2_000);
    road.block();
    await expect(database.query(sql`select 1`)).rejects.toMatchObject({
      code: 'store_away',
      message: expect.stringContaining('has not answered'),
    });
    road.unblock();
    expect(await database.query(sql`select 1 as one`)).toMatchObject([{ one: 1 }]);
    await database.close();
    await road.close();
  });

  test('a watcher whose connection was lost is told of designs again', async () => {
    const [store, other] = [await open(), await open()];
    const told = new Set<DesignId | null>();
    const stop = store.watch((designId) => told.add(designId));
    const isTold = async () => told.has(await putStart(other));
    await expect.poll(isTold, { timeout: 20_000 }).toBe(true);
    expect(await endConnections("query = 'listen charrette'")).toBe(1);
    told.clear();
    await expect.poll(isTold, { timeout: 20_000 }).toBe(true);
    stop();
    await Promise.all([store.close(), other.close()]);
  });

  test('P10: a commit waits for the disk, whatever the server’s default is', async () => {
    const { name, admin } = schema;
    await admin.unsafe(`create database ${name}`);
    await admin.unsafe(`alter database ${name} set synchronous_commit = off`);
    const url = new URL(schema.url);
    url.pathname = name;
    const database = await openPostgres(url.href);
    const found = await database.query(sql`show synchronous_commit`);
    await database.close();
    await admin.unsafe(`drop database ${name} with (force)`);
    expect(found).toMatchObject([{ synchronous_commit: 'on' }]);
  });

  test('a database that may only be read says so', async () => {
    const url = new URL(schema.url);
    url.searchParams.set('default_transaction_read_only', 'on');
    await expect(openStore({ databaseUrl: url.href, dataDir: '' })).rejects.toMatchObject({
      code: 'store_read_only',
    });
  });

  test('a server that is not there, or has no such database, is one clear sentence', async () => {
    const missing = 'postgres://ana:secret@127.0.0.1:1/charrette';
    const refused = await openStore({ databaseUrl: missing, dataDir: '' }).catch((error) => error);
    expect(refused).toMatchObject({
      code: 'store_away',
      message: expect.stringMatching(
        /^The database of DATABASE_URL cannot be used \(connect ECONNREFUSED [^)]*\(ECONNREFUSED\)\): start/,
      ),
    });
    expect(`${refused.message} ${refused.cause}`).not.toContain('secret');
    const url = new URL(schema.url);
    url.pathname = '/charrette_missing';
    await expect(openStore({ databaseUrl: url.href, dataDir: '' })).rejects.toMatchObject({
      code: 'store_away',
      message: expect.stringContaining('"charrette_missing" does not exist'),
    });
  });

  test('Postgres 14 is refused with its version', async () => {
    await schema.admin.unsafe(
      `create function current_setting(text) returns text language sql as $$ select '140011' $$`,
    );
    const url = new URL(schema.url);
    url.searchParams.set('search_path', `${schema.name},pg_catalog`);
    await expect(openStore({ databaseUrl: url.href, dataDir: '' })).rejects.toMatchObject({
      code: 'bad_setting',
      message: 'DATABASE_URL leads to Postgres 14, and Charrette needs 15 or newer.',
    });
  });

  test('a backup is pg_dump’s work, and the refusal says so', async () => {
    const store = await open();
    await expect(store.backup('/tmp/copy')).rejects.toThrow('pg_dump');
    await store.close();
  });
});
