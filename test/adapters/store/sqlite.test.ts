import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { SqliteDatabase } from '../../../src/adapters/store/sqlite/database.ts';
import { migrate, missingMigrations } from '../../../src/adapters/store/sqlite/migrations.ts';
import { damageIn, sqliteStoreExists } from '../../../src/adapters/store/sqlite/open.ts';
import { openStore } from '../../../src/entry/open-store.ts';
import { verifyChain } from '../../../src/runtime/chain.ts';
import { storeContract } from '../../contract/store.ts';
import { commitOf, inboxEntryOf, storedEvents, turnRecordOf } from '../../support/commits.ts';
import { leaveLargeStore, overwriteDatabase, overwriteTables } from '../../support/damage.ts';
import { designIdOf, sampleEvents } from '../../support/events.ts';
import { silentLog } from '../../support/silent-log.ts';
import { childLines, storeChild } from '../../support/store-process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

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
  storeContract(() => open(newFolder()));
});

describe('a data folder', () => {
  test('is held by one process, and the refusal of the second says how to go on', async () => {
    const dataDir = await usedFolder();
    const child = storeChild('append', dataDir);
    await childLines(child, 1);
    await expect(open(dataDir)).rejects.toMatchObject({
      code: 'store_in_use',
      message: expect.stringMatching(new RegExp(`${dataDir}.*CHARRETTE_DATA_DIR`)),
    });
    child.kill('SIGKILL');
  });

  test('is held once within a process too, until it is closed, and a second close is fine', async () => {
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

  test('P4, C18: loses nothing acknowledged when its process is killed, keeps no half commit, and frees its designs', async () => {
    const dataDir = await usedFolder();
    const child = storeChild('append', dataDir);
    const gone = new Promise((resolve) => child.once('exit', resolve));
    const lines = await childLines(child, 40);
    child.kill('SIGKILL');
    await gone;

    const { store, fleet } = await open(dataDir);
    const events = await store.events(designIdOf(1), 0, 10_000);
    const effects = await store.pendingEffects(designIdOf(1));
    const summary = await store.summary(designIdOf(1));
    const due = await fleet.claimDue(0, 10);
    await store.close();
    // Owned by the process that was killed, which was raised as it was freed, and then again.
    expect(due).toEqual([{ designId: designIdOf(1), epoch: 3 }]);
    expect(events.length).toBeGreaterThanOrEqual(Number(lines.at(-1)?.version));
    expect(verifyChain(events)).toMatchObject({ ok: true });
    expect(effects).toHaveLength(events.length);
    expect(summary?.version).toBe(events.length);
  });

  test('is opened as soon as another program’s look at it is over', async () => {
    const dataDir = await usedFolder();
    const other = new DatabaseSync(fileIn(dataDir));
    other.exec('begin; select count(*) from designs');
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const timersBefore = timers();
    let isOver = false;
    const opening = open(dataDir).finally(() => {
      isOver = true;
    });
    // Until it has been refused once, and waits.
    while (timers() === timersBefore && !isOver) await turnOfTheLoop();
    other.close();
    await (await opening).store.close();
  });

  test('of an earlier version is brought up to date, and not by a mere look', async () => {
    const migrations = newFolder();
    await mkdir(migrations);
    const file = new SqliteDatabase(new DatabaseSync(':memory:'));
    const lacking = (mayMigrate: boolean) => missingMigrations(file, { place: 'It', mayMigrate }, migrations);
    await writeFile(join(migrations, '0000.sql'), 'create table one (a)');
    migrate(file, lacking(false));
    expect(lacking(false)).toEqual([]);

    await writeFile(join(migrations, '0001.sql'), 'alter table one add column b; create table two (c)');
    expect(() => lacking(false)).toThrow(/made for an earlier version.*charrette migrate/);
    migrate(file, lacking(true));
    expect(lacking(false)).toEqual([]);
    file.close();
  });

  test('of a newer version is refused, left as it is, and released', async () => {
    const dataDir = await usedFolder();
    const raw = new DatabaseSync(fileIn(dataDir));
    raw.exec('pragma user_version = 1000');
    raw.close();
    expect(await damageIn(dataDir)).toEqual([]);
    for (const _attempt of [1, 2]) {
      await expect(open(dataDir)).rejects.toMatchObject({
        code: 'store_newer',
        message: expect.stringContaining(dataDir),
      });
    }
  });

  test('is made again after an interrupted making', async () => {
    const dataDir = newFolder();
    await mkdir(dataDir);
    await writeFile(fileIn(dataDir), '');
    const { store } = await open(dataDir);
    await store.ping();
    await store.close();
    expect(await readdir(dataDir)).toEqual(['store.sqlite']);
  });

  test('is for its owner alone, and so is the log of its store', async () => {
    const dataDir = newFolder();
    const { store } = await open(dataDir);
    const rights = [dataDir, fileIn(dataDir), `${fileIn(dataDir)}-wal`].map(
      (path) => statSync(path).mode & 0o777,
    );
    await store.close();
    expect(rights).toEqual([0o700, 0o600, 0o600]);
  });

  test('with a PGlite database is refused in one sentence, which says what to do', async () => {
    const dataDir = newFolder();
    await mkdir(join(dataDir, 'store'), { recursive: true });
    await writeFile(join(dataDir, 'store', 'PG_VERSION'), '18');
    expect(sqliteStoreExists(dataDir)).toBe(true);
    await expect(open(dataDir)).rejects.toMatchObject({
      code: 'store_unavailable',
      message: `The data folder ${dataDir} holds a PGlite database, which Charrette no longer reads: move ${join(dataDir, 'store')} away to begin with an empty store, or choose another folder with CHARRETTE_DATA_DIR.`,
    });
    expect(await readdir(dataDir)).toEqual(['store']);
  });

  test('is refused with its name where it is no folder, or holds something else', async () => {
    const file = join(root, 'a-file');
    await writeFile(file, 'not a folder');
    const broken = newFolder();
    await mkdir(fileIn(broken), { recursive: true });
    for (const dataDir of [file, broken]) {
      await expect(open(dataDir)).rejects.toMatchObject({
        code: 'store_unavailable',
        message: expect.stringMatching(new RegExp(`${dataDir} cannot be opened.*CHARRETTE_DATA_DIR`)),
      });
    }
  });

  test('is refused at once, with its name, where the system lets nobody make it', async () => {
    await expect(open('/proc/charrette/data')).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringMatching(/\/proc\/charrette\/data cannot be opened \(ENOENT.*CHARRETTE_DATA_DIR/),
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
    expect(await damageIn(dataDir)).toEqual([]);
    const { store, fleet } = await open(dataDir);
    const designId = designIdOf(1);
    await store.accept(inboxEntryOf('first', designId));
    await fleet.claim(designId);
    await store.commit(commitOf(designId));
    await store.close();
    overwriteTables(fileIn(dataDir));
    expect(await damageIn(dataDir)).not.toEqual([]);
    await expect(open(dataDir)).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringMatching(new RegExp(`${dataDir} cannot be opened .*is damaged.*backup`)),
    });
  });

  test('P2: with a file found damaged while it is open changes nothing any more, and says why', async () => {
    const dataDir = newFolder();
    await leaveLargeStore(dataDir);
    const { store, fleet } = await open(dataDir);
    await store.ping();
    overwriteDatabase(fileIn(dataDir));
    const damaged = { code: 'store_unavailable', message: expect.stringMatching(/is damaged.*backup/) };
    await expect(store.events(designIdOf(1), 0, 1_000)).rejects.toMatchObject(damaged);
    await expect(store.ping()).rejects.toMatchObject(damaged);
    await expect(store.accept(inboxEntryOf('second', designIdOf(2)))).rejects.toMatchObject(damaged);
    await expect(fleet.claimDue(0, 10)).rejects.toMatchObject(damaged);
    await store.close();
  });
});

describe('a daemon', () => {
  test('keeps doing other things while it reads large records', async () => {
    const { store, fleet } = await open(newFolder());
    const designId = designIdOf(1);
    await store.accept(inboxEntryOf('first', designId));
    await fleet.claim(designId);
    const large = { ...sampleEvents.reply_recorded, text: 'x'.repeat(40_000) };
    const turns = Array.from({ length: 20 }, (_, n) =>
      turnRecordOf(designId, n, { prompt: 'x'.repeat(200_000) }),
    );
    await store.commit(commitOf(designId, { events: storedEvents(Array(100).fill(large)), turns }));
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

/** A file system of one's own needs Linux and the right to make a namespace; where there is none, nothing is shown. */
const canMount = spawnSync('unshare', ['-rmp', '--kill-child', 'true']).status === 0;
const unlessMountable = canMount ? '' : ' (skipped: this system allows no mount namespace)';

/** A script starts up to two processes, which takes a second on an idle machine and many on a busy one. */
const SCRIPT_MS = 55_000;

describe.skipIf(!canMount)(`a disk${unlessMountable}`, { timeout: SCRIPT_MS + 5_000 }, () => {
  /**
   * Runs a shell script on a file system of `size`, mounted at `$1`. `use <what> <folder>` is the process that uses the
   * store.
   */
  function onDisk(size: string, script: string): Record<string, unknown>[] {
    const mounted = join(root, `disk-${size}`);
    const prepared = `mkdir -p $1; mount -t tmpfs -o size=${size} none $1`;
    const use = 'use() { "$NODE" "$CHILD" "$@"; }';
    const ran = spawnSync(
      'unshare',
      // A process namespace too: when the script takes too long, whatever still spins in it ends with it.
      ['-rmp', '--kill-child', 'sh', '-ec', `${prepared}; ${use}; ${script}`, 'sh', mounted],
      {
        env: { ...process.env, NODE: process.execPath, CHILD: storeChild.path },
        timeout: SCRIPT_MS,
        killSignal: 'SIGKILL',
      },
    );
    if (ran.status !== 0) {
      throw new Error(`the script ended with ${ran.status ?? ran.signal}: ${ran.stderr}\n${ran.stdout}`);
    }
    const lines = ran.stdout.toString().trim().split('\n');
    return lines.map((line) => JSON.parse(line));
  }

  test('full from the start is named, with its free space', () => {
    const lines = onDisk('40k', 'use open $1/data; mount -o remount,size=4m $1; use open $1/data');
    expect(lines).toMatchObject([
      { fault: 'store_full', message: expect.stringMatching(/data: 0 MB are free.*CHARRETTE_DATA_DIR/) },
      { opened: 0 },
      { closed: true },
    ]);
  });

  test('P2: filling up refuses what it cannot store, and continues once there is room', () => {
    const lines = onDisk('5m', 'use fill $1/data; use open $1/data');
    expect(lines.filter((line) => 'fault' in line)).toMatchObject([{ fault: 'store_full' }]);
    const refused = lines.findIndex((line) => 'fault' in line);
    const acknowledged = Number(lines[refused - 1]?.version);
    expect(lines.slice(refused + 1)).toMatchObject([
      { version: acknowledged + 1 },
      { closed: true },
      { opened: acknowledged + 1 },
      { closed: true },
    ]);
  });

  test('P2: still full when another process follows a killed one has all that was acknowledged', () => {
    const lines = onDisk('5m', 'use fill-and-die $1/data || true; use open $1/data');
    const acknowledged = Number(lines.findLast((line) => 'version' in line)?.version);
    expect(acknowledged).toBeGreaterThan(0);
    expect(lines.slice(-2)).toEqual([{ opened: acknowledged }, { closed: true }]);
  });

  test('that cannot write the store’s file, and only that, is refused as read-only', () => {
    const file = '$1/data/store.sqlite';
    const sealed = `mount --bind ${file} ${file}; mount -o remount,bind,ro ${file}`;
    expect(onDisk('7m', `use open $1/data; ${sealed}; use open $1/data`).at(-1)).toMatchObject({
      fault: 'store_read_only',
      message: expect.stringMatching(/data, or not to the store in it\..*CHARRETTE_DATA_DIR/),
    });
  });

  test('mounted read-only is refused with the folder and what to do', () => {
    expect(onDisk('6m', 'use open $1/data; mount -o remount,ro $1; use open $1/data')).toMatchObject([
      { opened: 0 },
      { closed: true },
      { fault: 'store_read_only', message: expect.stringMatching(/data.*CHARRETTE_DATA_DIR/) },
    ]);
  });
});
