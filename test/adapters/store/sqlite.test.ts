import { statSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { SqliteDatabase } from '#adapters/store/sqlite/database.ts';
import { findMissingMigrations, migrate } from '#adapters/store/sqlite/migrations.ts';
import { findDamage } from '#adapters/store/sqlite/open.ts';
import { openStore } from '#entry/open-store.ts';
import { storeContract } from '../../contract/store.ts';
import {
  leaveLargeStore,
  overwriteDatabase,
  overwriteTables,
} from '../../support/databases/damage.ts';
import {
  chainEvents,
  commitOf,
  inboxEntryOf,
  turnRecordOf,
} from '../../support/designs/commits.ts';
import { designIdOf, sampleEvents } from '../../support/designs/events.ts';
import { silentLog } from '../../support/runner/silent-log.ts';
import { temporaryFolder } from '../../support/runner/temporary-folder.ts';
import { openEmptyStore } from './empty-store.ts';

const root = temporaryFolder();
let folders = 0;

/** The path of a folder that is not there yet. */
function newFolder(): string {
  folders += 1;
  return join(root, `data-${folders}`);
}

/** A folder that a Charrette has used and left. */
async function usedFolder(): Promise<string> {
  const dataDir = newFolder();
  const { store } = await open(dataDir);
  await store.close();
  return dataDir;
}

const open = (dataDir: string) => openStore({ databaseUrl: null, dataDir }, silentLog);
const fileIn = (dataDir: string) => join(dataDir, 'store.sqlite');

describe('SQLite', () => {
  storeContract(openEmptyStore);
});

describe('a data folder', () => {
  test('a data folder is held once within a process too, until it is closed, and a second close is fine', async () => {
    const dataDir = await usedFolder();
    const { store, fleet } = await open(dataDir);
    await expect(open(dataDir)).rejects.toMatchObject({ code: 'store_in_use' });
    await store.accept(inboxEntryOf('first', designIdOf(1)));
    await fleet.claim(designIdOf(1));
    await store.commit(commitOf(designIdOf(1)));
    await Promise.all([store.close(), store.close()]);
    await expect(store.ping()).rejects.toMatchObject({ code: 'store_unavailable' });
    const { store: again } = await open(dataDir);
    expect(await again.summary(designIdOf(1))).toMatchObject({ version: 1 });
    await again.close();
  });

  test('a data folder is opened as soon as another program’s look at it is over', async () => {
    const dataDir = await usedFolder();
    const other = new DatabaseSync(fileIn(dataDir));
    other.exec('begin; select count(*) from designs');
    const timers = () =>
      process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    let fewest = timers();
    let isOver = false;
    const opening = open(dataDir).finally(() => {
      isOver = true;
    });
    // Until it has been refused once, and waits. A timer of somebody else may end meanwhile.
    for (let now = fewest; now <= fewest && !isOver; now = timers()) {
      fewest = now;
      await turnOfTheLoop();
    }
    other.close();
    await (await opening).store.close();
  });

  test('a file with other tables than ours is refused, whatever number of migrations it names, and left as it is', async () => {
    const dataDir = newFolder();
    await mkdir(dataDir);
    const raw = new DatabaseSync(fileIn(dataDir));
    raw.exec('create table designs (id text primary key); pragma user_version = 1');
    raw.close();
    const before = await readFile(fileIn(dataDir));
    await expect(open(dataDir)).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(await readFile(fileIn(dataDir))).toEqual(before);
  });

  test('lacking migrations gets those alone', async () => {
    const migrations = newFolder();
    await mkdir(join(migrations, 'meta'), { recursive: true });
    const scripts = ['create table one (a)', 'alter table one add column b; create table two (c)'];
    const written = async (count: number) => {
      const entries = scripts.slice(0, count).map((_, when) => ({ tag: `${when}`, when }));
      await writeFile(join(migrations, 'meta/_journal.json'), JSON.stringify({ entries }));
      for (const { tag, when } of entries)
        await writeFile(join(migrations, `${tag}.sql`), `${scripts[when]}`);
    };
    const file = new SqliteDatabase(new DatabaseSync(':memory:'));
    const lacking = () => findMissingMigrations(file, 'It', migrations);
    await written(1);
    migrate(file, lacking());
    expect(lacking()).toEqual([]);
    await written(2);
    expect(lacking()).toHaveLength(1);
    migrate(file, lacking());
    expect(lacking()).toEqual([]);
    file.close();
  });

  test('of a newer version is refused, left as it is, and released', async () => {
    const dataDir = await usedFolder();
    const raw = new DatabaseSync(fileIn(dataDir));
    raw.exec("insert into __drizzle_migrations values ('of tomorrow', 9999999999999)");
    raw.close();
    expect(await findDamage(dataDir)).toEqual([]);
    for (const _attempt of [1, 2]) {
      await expect(open(dataDir)).rejects.toMatchObject({
        code: 'store_newer',
        message: expect.stringContaining(dataDir),
      });
    }
  });

  test('a data folder is made again after an interrupted making', async () => {
    const dataDir = newFolder();
    await mkdir(dataDir);
    await writeFile(fileIn(dataDir), '');
    const { store } = await open(dataDir);
    await store.ping();
    await store.close();
    expect(await readdir(dataDir)).toEqual(['store.sqlite']);
  });

  test('a data folder is for its owner alone, and so is the log of its store', async () => {
    const dataDir = newFolder();
    const { store } = await open(dataDir);
    const rights = [dataDir, fileIn(dataDir), `${fileIn(dataDir)}-wal`].map(
      (path) => statSync(path).mode & 0o777,
    );
    await store.close();
    expect(rights).toEqual([0o700, 0o600, 0o600]);
  });

  test('a data folder is refused with its name where it is no folder, or holds something else', async () => {
    const file = join(root, 'a-file');
    await writeFile(file, 'not a folder');
    const broken = newFolder();
    await mkdir(fileIn(broken), { recursive: true });
    for (const dataDir of [file, broken]) {
      await expect(open(dataDir)).rejects.toMatchObject({
        code: 'store_unavailable',
        message: expect.stringMatching(
          new RegExp(`${dataDir} cannot be opened.*CHARRETTE_DATA_DIR`),
        ),
      });
    }
  });

  test('a data folder is refused at once, with its name, where the system lets nobody make it', async () => {
    await expect(open('/proc/charrette/data')).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringMatching(
        /\/proc\/charrette\/data cannot be opened \(ENOENT.*CHARRETTE_DATA_DIR/,
      ),
    });
  });

  test('P10: with a damaged file is refused, with the advice to go on with a backup', async () => {
    const noDatabase = await usedFolder();
    await writeFile(fileIn(noDatabase), 'Somebody has written something else here.'.repeat(100));
    await expect(open(noDatabase)).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringMatching(new RegExp(`${noDatabase} .*is damaged.*backup`)),
    });

    const dataDir = await usedFolder();
    expect(await findDamage(dataDir)).toEqual([]);
    const { store, fleet } = await open(dataDir);
    const designId = designIdOf(1);
    await store.accept(inboxEntryOf('first', designId));
    await fleet.claim(designId);
    await store.commit(commitOf(designId));
    await store.close();
    overwriteTables(fileIn(dataDir));
    expect(await findDamage(dataDir)).not.toEqual([]);
    await expect(open(dataDir)).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringMatching(
        new RegExp(`${dataDir} cannot be opened .*is damaged.*backup`),
      ),
    });
  });

  test('P2: with a file found damaged while it is open changes nothing any more, and says why', async () => {
    const dataDir = newFolder();
    await leaveLargeStore(dataDir);
    const { store, fleet } = await open(dataDir);
    await store.ping();
    overwriteDatabase(fileIn(dataDir));
    const damaged = {
      code: 'store_unavailable',
      message: expect.stringMatching(/is damaged.*backup/),
    };
    await expect(store.events(designIdOf(1), 0, 1_000)).rejects.toMatchObject(damaged);
    await expect(store.ping()).rejects.toMatchObject(damaged);
    await expect(store.accept(inboxEntryOf('second', designIdOf(2)))).rejects.toMatchObject(
      damaged,
    );
    await expect(fleet.claimDue(0, 10)).rejects.toMatchObject(damaged);
    await store.close();
  });
});

describe('a daemon', () => {
  test('a daemon keeps doing other things while it reads large records', async () => {
    const { store, fleet } = await open(newFolder());
    const designId = designIdOf(1);
    await store.accept(inboxEntryOf('first', designId));
    await fleet.claim(designId);
    const large = { ...sampleEvents.reply_recorded, text: 'x'.repeat(40_000) };
    const turns = Array.from({ length: 20 }, (_, n) =>
      turnRecordOf(designId, n, { prompt: 'x'.repeat(200_000) }),
    );
    await store.commit(commitOf(designId, { events: chainEvents(Array(100).fill(large)), turns }));
    for (const read of [() => store.events(designId, 0, 1_000), () => store.turns(designId)]) {
      let others = 0;
      let isReading = true;
      const other = async () => {
        for (; isReading; others += 1) await turnOfTheLoop();
      };
      const working = other();
      expect((await read()).length).toBeGreaterThanOrEqual(20);
      isReading = false;
      await working;
      expect(others).toBeGreaterThan(5);
    }
    expect(await store.events(designId, 40, 7)).toMatchObject(
      [41, 42, 43, 44, 45, 46, 47].map((seq) => ({ seq })),
    );
    await store.close();
  });
});
