import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPgliteStore } from '../../../src/adapters/store/pglite/open.ts';
import { verifyChain } from '../../../src/runtime/chain.ts';
import { storeContract } from '../../contract/store.ts';
import { expectGoneOn, leftByTheFirstVersion } from '../../contract/upgrade.ts';
import { commitOf, inboxEntryOf } from '../../support/commits.ts';
import { designIdOf } from '../../support/events.ts';
import { childLines, storeChild } from '../../support/store-process.ts';

const ignore = () => undefined;
const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** Making a folder or opening one takes a second on an idle machine and many on a busy one. */
const FOLDER_MS = 90_000;

let root: string;
let folders = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'store-'));
  const { store } = await openPgliteStore({ dataDir: join(root, 'template'), log });
  await store.close();
}, FOLDER_MS);
afterAll(() => rm(root, { recursive: true, force: true }));

/** A folder that a Charrette has used and left: copied, because making one takes seconds. */
async function usedFolder(): Promise<string> {
  folders += 1;
  const dataDir = join(root, `data-${folders}`);
  await cp(join(root, 'template'), dataDir, { recursive: true });
  return dataDir;
}

const open = (dataDir: string) => openPgliteStore({ dataDir, log });

describe('PGlite', { timeout: FOLDER_MS }, () => {
  storeContract(async () => open(await usedFolder()));
});

describe('a data folder', { timeout: FOLDER_MS }, () => {
  test('is held by one process, which the refusal of the second tells how to go on', async () => {
    const dataDir = await usedFolder();
    const child = storeChild('append', dataDir);
    await childLines(child, 1);
    await expect(open(dataDir)).rejects.toMatchObject({
      code: 'store_in_use',
      message: expect.stringMatching(new RegExp(`${dataDir}.*CHARRETTE_DATA_DIR`)),
    });
    child.kill('SIGKILL');
  });

  test('is held once within a process too, until it is closed, which may be said twice', async () => {
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

  test('P4: loses nothing that was acknowledged when its process is killed, and keeps no half commit', async () => {
    const dataDir = await usedFolder();
    const child = storeChild('append', dataDir);
    const gone = new Promise((resolve) => child.once('exit', resolve));
    const lines = await childLines(child, 40);
    child.kill('SIGKILL');
    await gone;

    const { store } = await open(dataDir);
    const events = await store.events(designIdOf(1), 0, 10_000);
    const effects = await store.pendingEffects(designIdOf(1));
    const summary = await store.summary(designIdOf(1));
    await store.close();
    expect(events.length).toBeGreaterThanOrEqual(Number(lines.at(-1)?.version));
    expect(verifyChain(events)).toMatchObject({ ok: true });
    expect(effects).toHaveLength(events.length);
    expect(summary?.version).toBe(events.length);
  });

  test('of a newer version is refused, left as it is, and released', async () => {
    const dataDir = await usedFolder();
    const raw = await PGlite.create(join(dataDir, 'store'));
    await raw.query(`insert into drizzle.__drizzle_migrations (hash, created_at) values ('of tomorrow', 1)`);
    await raw.close();
    for (const _attempt of [1, 2]) {
      await expect(open(dataDir)).rejects.toMatchObject({
        code: 'store_newer',
        message: expect.stringContaining(dataDir),
      });
    }
  });

  test('C18: of an earlier version has what that has not finished found again', async () => {
    const dataDir = join(root, 'earlier');
    mkdirSync(dataDir);
    const raw = await PGlite.create(join(dataDir, 'store'));
    await leftByTheFirstVersion((statement) => raw.exec(statement));
    await raw.close();
    const opened = await open(dataDir);
    await expectGoneOn(opened);
    await opened.store.close();
  });

  test('whose making was interrupted is made again', async () => {
    const dataDir = join(root, 'interrupted');
    await cp(join(root, 'template', 'store'), join(dataDir, 'store.new'), { recursive: true });
    await rm(join(dataDir, 'store.new', 'global'), { recursive: true });
    const { store } = await open(dataDir);
    await store.ping();
    await store.close();
    expect((await readdir(dataDir)).toSorted()).toEqual(['store', 'store.lock']);
  });

  test('that is no folder, or holds something else, is refused with its name', async () => {
    const file = join(root, 'a-file');
    await writeFile(file, 'not a folder');
    await expect(open(file)).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining(file),
    });
    const broken = await usedFolder();
    await rm(join(broken, 'store', 'global'), { recursive: true });
    await expect(open(broken)).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining(broken),
    });
  });
});

/** A file system of one's own needs Linux and the right to make a namespace; where there is none, nothing is shown. */
const canMount = spawnSync('unshare', ['-rmp', '--kill-child', 'true']).status === 0;
const unlessMountable = canMount ? '' : ' (skipped: this system allows no mount namespace)';

/** A script starts up to two processes, which takes a second on an idle machine and many on a busy one. */
const SCRIPT_MS = 55_000;

describe.skipIf(!canMount)(`a disk${unlessMountable}`, { timeout: SCRIPT_MS + 5_000 }, () => {
  /**
   * Runs a shell script on a file system of `size`, mounted at `$1`, with a copy of a used data folder in `$1/data`
   * unless the script starts with none. `use <what> <folder>` is the process that uses the store.
   */
  function onDisk(size: string, script: string, folder = join(root, 'template')): Record<string, unknown>[] {
    const mounted = join(root, `disk-${size}`);
    const prepared = `mkdir -p $1; mount -t tmpfs -o size=${size} none $1; cp -r $2 $1/data`;
    const use = 'use() { "$NODE" "$CHILD" "$@"; }';
    const ran = spawnSync(
      'unshare',
      // A process namespace too: when the script takes too long, whatever still spins in it ends with it.
      ['-rmp', '--kill-child', 'sh', '-ec', `${prepared}; ${use}; ${script}`, 'sh', mounted, folder],
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

  test('that is full from the start is named, and so is how much it lacks', () => {
    const empty = join(root, 'empty');
    mkdirSync(empty);
    expect(onDisk('20m', 'use open $1/data; ls $1/data | wc -l', empty)).toMatchObject([
      { fault: 'store_full', message: expect.stringMatching(/data: \d+ MB are free, 60 MB are needed/) },
      // The lock file, and nothing half-made.
      1,
    ]);
  });

  test('P2: that fills up refuses what it cannot store, and continues once there is room', () => {
    const lines = onDisk('45m', 'use fill $1/data; use open $1/data');
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

  test('P2: a database that ends itself for want of space answers each call with that until it is opened again', () => {
    expect(onDisk('46m', 'use panic $1/data; use open $1/data')).toEqual([
      { severity: 'PANIC' },
      { severity: 'PANIC' },
      { severity: 'PANIC' },
      { severity: 'PANIC' },
      { reopened: true },
      { opened: 0 },
      { closed: true },
    ]);
  });

  test('that can only be read is refused with the folder and what to do', () => {
    expect(onDisk('47m', 'mount -o remount,ro $1; use open $1/data')).toMatchObject([
      { fault: 'store_read_only', message: expect.stringMatching(/data.*CHARRETTE_DATA_DIR/) },
    ]);
  });
});
