import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openPostgresStore } from '../../src/adapters/store/postgres/open.ts';
import { upgradePostgres } from '../../src/adapters/store/postgres/upgrade.ts';
import { ownDatabase, reachablePostgres } from '../support/postgres.ts';
import { silentLog } from '../support/silent-log.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { Command, calledHere } from './cli.ts';
import { until } from './waiting.ts';

/** A store of 0.2, with three of today's migrations: a design that has ended, and one that waits for answers. */
const STORE = fileURLToPath(new URL('../recovery/store-of-0.2.sqlite.gz', import.meta.url));
const KEPT = 'before-0003_lesson_dismissals.sqlite';
const MIGRATIONS = 'migrations/postgres';
/** Migrations that 0.2 had. */
const EARLIER = 3;

function storeOfBefore(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'store.sqlite'), gunzipSync(readFileSync(STORE)), { mode: 0o600 });
  return folder;
}

function versionIn(folder: string, name = 'store.sqlite'): unknown {
  const file = new DatabaseSync(join(folder, name), { readOnly: true });
  try {
    return file.prepare('pragma user_version').get()?.user_version;
  } finally {
    file.close();
  }
}

describe('an embedded store of the version before', () => {
  test('is only looked at by --preview, which names each change', async () => {
    const folder = storeOfBefore();
    const { code, stdout } = await calledHere(folder, ['migrate', '--preview']);
    expect(code).toBe(0);
    expect(stdout).toContain('0003_lesson_dismissals.sql');
    expect(stdout.toLowerCase()).toContain('  create table lesson_dismissals');
    expect(stdout).toContain(join(folder, KEPT));
    expect(versionIn(folder)).toBe(EARLIER);
    expect(existsSync(join(folder, KEPT))).toBe(false);
  });

  test('P3: is kept as it was, and brought up to date; the second time there is nothing to do', async () => {
    const folder = storeOfBefore();
    const { code, stdout, stderr } = await calledHere(folder, ['migrate']);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain(`As it was before: ${join(folder, KEPT)}`);
    expect(versionIn(folder, KEPT)).toBe(EARLIER);
    expect(versionIn(folder)).toBeGreaterThan(EARLIER);
    expect((await calledHere(folder, ['migrate'])).stdout).toContain('is up to date');
    const listed = await calledHere(folder, ['list']);
    expect(listed.stdout).toContain('Where do the logs go?');
  });

  test('P3: stays as it was where no copy of it can be kept', async () => {
    const folder = storeOfBefore();
    mkdirSync(join(folder, KEPT));
    const refused = await calledHere(folder, ['migrate']);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain('it is a folder');
    expect(versionIn(folder)).toBe(EARLIER);
  });

  test('P10: is as it was when the process is killed in the middle, and is brought up to date afterwards', async () => {
    const folder = storeOfBefore();
    const child = new Command(folder, ['migrate'], {
      NODE_OPTIONS: `--import ${new URL('../support/endless-migration.mjs', import.meta.url).href}`,
    });
    await child.writes('stderr', 'in the middle');
    child.child.kill('SIGKILL');
    await child.ended;
    expect(versionIn(folder)).toBe(EARLIER);
    expect(versionIn(folder, KEPT)).toBe(EARLIER);
    expect(await calledHere(folder, ['migrate'])).toMatchObject({ code: 0 });
    expect(versionIn(folder)).toBeGreaterThan(EARLIER);
  });

  test('P3: is restored from what was kept, into a folder that has none', async () => {
    const [folder, other] = [storeOfBefore(), temporaryFolder()];
    await calledHere(folder, ['migrate']);
    expect(await calledHere(other, ['restore', join(folder, KEPT)])).toMatchObject({ code: 0 });
    expect(versionIn(other)).toBe(EARLIER);
  });
});

test('a store of a later version is refused in words, and left as it is', async () => {
  const folder = storeOfBefore();
  const file = new DatabaseSync(join(folder, 'store.sqlite'));
  file.exec('pragma user_version = 900');
  file.close();
  const refused = await calledHere(folder, ['migrate', '--preview']);
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('another version of Charrette') });
  expect(versionIn(folder)).toBe(900);
});

const server = await reachablePostgres();

describe.skipIf(server.url === null)(
  `a Postgres of the version before${server.url === null ? `: ${server.reason}` : ''}`,
  () => {
    let database: Awaited<ReturnType<typeof ownDatabase>>;
    let client: postgres.Sql;
    let environment: Readonly<Record<string, string>>;
    const folder = temporaryFolder();

    beforeAll(async () => {
      database = await ownDatabase(server.url ?? '');
      client = postgres(database.url, { max: 1, onnotice: () => undefined });
      environment = { DATABASE_URL: database.url };
    });
    afterAll(async () => {
      await client.end();
      await database.drop();
    });
    beforeEach(async () => {
      await client.unsafe(
        'drop schema public cascade; drop schema if exists drizzle cascade; create schema public',
      );
      await client.unsafe(
        'create schema drizzle; create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)',
      );
      for (const { sql, hash, folderMillis } of readMigrationFiles({ migrationsFolder: MIGRATIONS }).slice(
        0,
        EARLIER,
      )) {
        await client.unsafe(sql.join(';\n'));
        await client`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${folderMillis})`;
      }
    });

    const applied = async (): Promise<number> =>
      (await client`select hash from drizzle.__drizzle_migrations`).length;
    const all = readMigrationFiles({ migrationsFolder: MIGRATIONS }).length;
    const migrate = (...words: readonly string[]) => calledHere(folder, ['migrate', ...words], environment);

    test('is refused by a daemon, which cannot keep it, and only looked at by --preview', async () => {
      const opening = openPostgresStore({ url: database.url, log: silentLog });
      await expect(opening).rejects.toThrow('charrette migrate brings it up to date');
      expect((await migrate('--preview')).stdout).toContain('0003_lesson_dismissals.sql');
      expect(await applied()).toBe(EARLIER);
    });

    test('is brought up to date with a dump that is one, of the last day, or with --yes', async () => {
      expect(await migrate()).toMatchObject({ code: 2, stderr: expect.stringContaining('pg_dump') });
      const dump = join(folder, 'charrette.dump');
      writeFileSync(dump, 'no dump');
      expect(await migrate('--dump', dump)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('is no dump'),
      });
      writeFileSync(dump, 'PGDMP…');
      utimesSync(dump, 1, 1);
      expect(await migrate('--dump', dump)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('older'),
      });
      expect(await applied()).toBe(EARLIER);
      utimesSync(dump, new Date(), new Date());
      expect(await migrate('--dump', dump)).toMatchObject({ code: 0 });
      expect(await applied()).toBe(all);
    });

    test('is refused while daemons run on it, unless that was asked for', async () => {
      await client`insert into daemons (host, pid) values ('node-1', 4711)`;
      const refused = await migrate('--yes');
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('node-1, process 4711') });
      expect(await applied()).toBe(EARLIER);
      expect(await migrate('--yes', '--beside-daemons')).toMatchObject({ code: 0 });
      expect(await applied()).toBe(all);
    });

    test('is brought up to date once by two that begin at the same time', async () => {
      await Promise.all([upgradePostgres(database.url), upgradePostgres(database.url)]);
      expect(await applied()).toBe(all);
    });

    test('P10: is as it was when the process is killed in the middle, and is brought up to date afterwards', async () => {
      const holding = await heldTable(database.url);
      const child = new Command(folder, ['migrate', '--yes'], environment);
      await until('a migration that waits for the table', async () => {
        const waiting = await client`select pid from pg_locks
        where not granted and relation = 'designs'::regclass`;
        return waiting.length > 0;
      });
      child.child.kill('SIGKILL');
      await child.ended;
      await holding.release();
      expect(await applied()).toBe(EARLIER);
      expect(await migrate('--yes')).toMatchObject({ code: 0 });
      expect(await applied()).toBe(all);
    });
  },
);

/** Holds a table that a migration changes. */
async function heldTable(url: string): Promise<{ readonly release: () => Promise<void> }> {
  const holder = postgres(url, { max: 1 });
  onTestFinished(() => holder.end());
  const released = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const transaction = holder.begin(async (sql) => {
    await sql`lock table designs in access exclusive mode`;
    held.resolve();
    await released.promise;
  });
  await held.promise;
  return {
    release: async () => {
      released.resolve();
      await transaction;
    },
  };
}
