import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStore } from '#store/open.ts';
import { toFault } from '#store/sqlite.ts';
import { sha256Of } from '#support/hash.ts';
import { describeStore, type Place } from './contract.ts';
import { commitOf, eventsFrom, putOwned } from './world.ts';

function makeFolder(): string {
  return mkdtempSync(join(tmpdir(), 'charrette-store-'));
}

describe('the store on SQLite', () => {
  describeStore(async (): Promise<Place> => {
    const dataDir = makeFolder();
    return {
      open: () => openStore({ dataDir }),
      async run(statement) {
        const file = new DatabaseSync(join(dataDir, 'store.sqlite'), { timeout: 5_000 });
        const rows = file.prepare(statement).all();
        file.close();
        return rows.map((row) => ({ ...row }));
      },
      async remove() {
        rmSync(dataDir, { recursive: true });
      },
    };
  });
});

describe('a data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = makeFolder();
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test('other tables have another format, so that an older store is refused before it breaks', async () => {
    const tables = ['sqlite', 'postgres'].map((name) => {
      const file = new URL(`../../migrations/${name}/0001_store.sql`, import.meta.url);
      return readFileSync(file, 'utf8').replaceAll(/--.*|\s+/g, ' ');
    });
    await (await openStore({ dataDir: folder })).close();
    const file = new DatabaseSync(join(folder, 'store.sqlite'));
    const format = file.prepare('select format from store').get()?.format;
    file.close();
    // Raise FORMAT in `src/store/open.ts` with these.
    expect([format, sha256Of(tables.join()).slice(0, 8)]).toEqual([3, '5e27623d']);
  });

  test('the store and its backup are for their user alone, in whatever folder', async () => {
    const store = await openStore({ dataDir: folder });
    await store.backup(join(folder, 'copy.sqlite'));
    for (const name of ['store.sqlite', 'store.sqlite-wal', 'store.sqlite-shm', 'copy.sqlite'])
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    await store.close();
  });

  test('a backup opens as a store with everything in it', async () => {
    const store = await openStore({ dataDir: join(folder, 'data') });
    const row = await putOwned(store);
    await store.commit(commitOf(row));
    await store.backup(join(folder, 'store.sqlite'));
    await store.commit(commitOf(row, { version: 2 }));
    await expect(store.backup(join(folder, 'store.sqlite'))).rejects.toMatchObject({
      code: 'write_failed',
    });
    await store.close();

    const copy = await openStore({ dataDir: folder });
    expect(copy.id).toBe(store.id);
    expect(await copy.events(row.id)).toEqual(eventsFrom(1, 2));
    await copy.close();
  });

  test('P9: what is forgotten is not left in the files either', async () => {
    const store = await openStore({ dataDir: folder });
    const row = await putOwned(store);
    const secret = new TextEncoder().encode('the words of a person'.repeat(1_000));
    await store.putFile(row.id, row.epoch, 'record.md', secret);
    expect(await foundIn(folder, 'words of a person')).toBe(true);
    await store.forget(row.id);
    expect(await foundIn(folder, 'words of a person')).toBe(false);
    await store.close();
  });

  test('P10: a commit is flushed to the disk before it is acknowledged', async () => {
    const store = await openStore({ dataDir: folder });
    await store.close();
    const { openSqlite } = await import('#store/sqlite.ts');
    const { sql } = await import('#store/sql.ts');
    const database = openSqlite(folder);
    const isFlushed = async () =>
      expect(await database.query(sql`pragma synchronous`)).toMatchObject([{ synchronous: 2 }]);
    await isFlushed();
    // What nobody was told of is not; a commit after it is.
    const [noted] = await database.note((query) => query(sql`pragma synchronous`));
    expect(noted).toMatchObject({ synchronous: 1 });
    await isFlushed();
    const failing = database.note((query) => query(sql`select * from nothing`));
    await expect(failing).rejects.toMatchObject({ code: 'store_bug' });
    await isFlushed();
    expect(await database.query(sql`pragma fullfsync`)).toMatchObject([{ fullfsync: 1 }]);
    expect(await database.query(sql`pragma journal_mode`)).toMatchObject([{ journal_mode: 'wal' }]);
    await database.close();
    const late = database.note((query) => query(sql`select 1`));
    await expect(late).rejects.toMatchObject({ code: 'store_away' });
  });

  test('a write waits for another process that is in the middle of one', async () => {
    const store = await openStore({ dataDir: folder });
    const other = new DatabaseSync(join(folder, 'store.sqlite'));
    other.exec('begin immediate');
    const startedAt = performance.now();
    const written = putOwned(store);
    // Its first attempt blocks this process for a second; the other one commits before the next.
    setImmediate(() => other.exec('commit'));
    await written;
    expect(performance.now() - startedAt).toBeGreaterThan(900);
    other.close();
    await store.close();
  });

  test('a file where the folder should be is named', async () => {
    writeFileSync(join(folder, 'data'), '');
    await expect(openStore({ dataDir: join(folder, 'data') })).rejects.toMatchObject({
      code: 'bad_setting',
      message: expect.stringContaining(join(folder, 'data')),
    });
  });

  test('a damaged file is refused with SQLite’s words', async () => {
    writeFileSync(
      join(folder, 'store.sqlite'),
      'not a database, but as long as a page'.repeat(200),
    );
    await expect(openStore({ dataDir: folder })).rejects.toMatchObject({
      code: 'store_away',
      message: expect.stringContaining('file is not a database'),
    });
  });

  test('P2: a full disk, a lock that is held, and a wrong statement are told apart', () => {
    const file = new DatabaseSync(join(folder, 'a.sqlite'));
    file.exec('create table t (x); pragma max_page_count = 3');
    const code = (work: () => unknown): unknown => {
      try {
        return work();
      } catch (error) {
        return toFault(error, 'The store failed');
      }
    };
    const full = code(() => file.prepare('insert into t values (zeroblob(100000))').run());
    expect(full).toMatchObject({ code: 'store_full', message: expect.stringContaining('full') });
    expect(code(() => file.prepare('select y from t'))).toMatchObject({ code: 'store_bug' });
    const other = new DatabaseSync(join(folder, 'a.sqlite'), { timeout: 1 });
    file.exec('begin immediate');
    expect(code(() => other.exec('begin immediate'))).toMatchObject({ code: 'store_away' });
    const bug = new TypeError('ours');
    expect(toFault(bug, '')).toBe(bug);
    other.close();
    file.close();
  });
});

async function foundIn(folder: string, words: string): Promise<boolean> {
  const { readdir, readFile } = await import('node:fs/promises');
  for (const name of await readdir(folder)) {
    if ((await readFile(join(folder, name))).includes(words)) return true;
  }
  return false;
}
