import { chmodSync, statSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, test } from 'vitest';
import { openStore } from '../../src/entry/open-store.ts';
import { keptLog } from '../support/child-sessions.ts';
import { overwriteDatabase, overwriteTables } from '../support/damage.ts';
import { OLD, RECENT, storeWithDesigns } from '../support/old-designs.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { Command, calledHere } from './cli.ts';

/** The folder of one test. */
let root: string;
let paths = 0;
let source: string;
/** What `charrette backup` made of it. */
let file: string;

function newPath(): string {
  paths += 1;
  return join(root, `${paths}`);
}

async function newFolder(): Promise<string> {
  const path = newPath();
  await mkdir(path, { mode: 0o700 });
  return path;
}

beforeEach(async () => {
  root = temporaryFolder();
  source = await newFolder();
  await storeWithDesigns(source);
  await writeFile(join(source, 'admin-token'), 'secret', { mode: 0o600 });
  file = newPath();
  expect(await calledHere(source, ['backup', file])).toMatchObject({ code: 0 });
});

describe('backup', () => {
  test('P3: is for its owner only, says what is in no backup, and never replaces anything unasked', async () => {
    const path = newPath();
    const made = await calledHere(source, ['backup', path]);
    expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('2 designs backed up') });
    expect(made.stdout).toMatch(/Back these up separately: admin-token and your settings/);
    expect(made.stdout).toContain(`restore ${path}`);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const before = await readFile(path);
    expect(await calledHere(source, ['backup', path])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--replace'),
    });
    expect(await readFile(path)).toEqual(before);
    expect(await calledHere(source, ['backup', path, '--replace'])).toMatchObject({ code: 0 });
    expect((await readdir(root)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('is refused in the place of the store, of a link, of a folder, and where there is no folder', async () => {
    const [link, folder, foreign] = [newPath(), await newFolder(), newPath()];
    await symlink(file, link);
    await writeFile(foreign, 'a letter');
    const before = await readFile(join(source, 'store.sqlite'));
    for (const [path, why] of [
      [join(source, 'store.sqlite'), 'the store itself'],
      [join(source, 'store.sqlite-wal'), 'the store itself'],
      [link, 'is a link'],
      [folder, 'is a folder'],
      [join(root, 'missing', 'file'), 'does not exist'],
      [foreign, 'not a backup of Charrette'],
      ['/dev/null', 'not a file'],
    ] as const)
      expect(await calledHere(source, ['backup', path, '--replace']), path).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(why),
      });
    expect(await readFile(join(source, 'store.sqlite'))).toEqual(before);
    expect(await readFile(foreign, 'utf8')).toBe('a letter');
  });

  test('is refused where there is no store, of which it makes none, and beside a process that has it', async () => {
    const empty = await newFolder();
    expect(await calledHere(empty, ['backup', newPath()])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('nothing to back up'),
    });
    expect(await readdir(empty)).toEqual([]);
    const { store } = await openStore({ databaseUrl: null, dataDir: source }, keptLog());
    const path = newPath();
    const refused = await calledHere(source, ['backup', path]);
    await store.close();
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('serve') });
    expect(await readdir(root)).not.toContain(path);
  });

  test('of a damaged store is refused, and the earlier backup stays', async () => {
    const damaged = await newFolder();
    await copyFile(file, join(damaged, 'store.sqlite'));
    overwriteTables(join(damaged, 'store.sqlite'));
    const path = newPath();
    await copyFile(file, path);
    const before = await readFile(path);
    expect(await calledHere(damaged, ['backup', path, '--replace'])).toMatchObject({ code: 1 });
    expect(await readFile(path)).toEqual(before);
    expect((await readdir(root)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('of a Postgres names the command for it, without the address', async () => {
    const refused = await calledHere(source, ['backup', join(root, "a 'b'")], {
      DATABASE_URL: 'postgres://ana:a-secret-word@nowhere.test/charrette',
    });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(
      `pg_dump --format=custom --file '${root}/a '\\''b'\\''' "$DATABASE_URL"`,
    );
    expect(refused.stderr).not.toContain('a-secret-word');
  });
});

describe('restore', () => {
  test('P3: makes the store of a folder that has none, for its owner only', async () => {
    const dataDir = newPath();
    expect(await calledHere(dataDir, ['restore', file])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('2 designs restored'),
    });
    expect(statSync(join(dataDir, 'store.sqlite')).mode & 0o777).toBe(0o600);
    expect(await readdir(dataDir)).toEqual(['store.sqlite']);
    expect((await calledHere(dataDir, ['list'])).stdout.match(/^\S/gm)).toHaveLength(2);
  });

  test('P11: names the designs whose events were changed, restores all of them, and is no success', async () => {
    const path = newPath();
    await copyFile(file, path);
    const database = new DatabaseSync(path);
    database.exec(`pragma journal_mode = delete;
      update design_events set payload = replace(payload, 'job queue', 'fish pond') where design_id = '${OLD}'`);
    database.close();
    const dataDir = newPath();
    expect(await calledHere(dataDir, ['restore', path])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('2 designs restored'),
      stderr: `Charrette does not continue 1 design, because the stored events differ from the record:\n  ${OLD}: event 1 is not the one that was recorded\n`,
    });
    const listed = await calledHere(dataDir, ['list']);
    expect(listed.stdout).toContain(RECENT.slice(-8));
  });

  test('is refused where there is a store, or the log of one, which would be taken for this one’s', async () => {
    for (const name of ['store.sqlite', 'store.sqlite-wal']) {
      const dataDir = await newFolder();
      await writeFile(join(dataDir, name), 'x');
      expect(await calledHere(dataDir, ['restore', file]), name).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(`Move ${name} away`),
      });
      expect(await readdir(dataDir)).toEqual([name]);
    }
  });

  test('refuses what is no backup, is damaged, cut, of a later version or of a store in use, and changes nothing', async () => {
    const dataDir = newPath();
    const changed = async (change: (path: string) => unknown) => {
      const path = newPath();
      await copyFile(file, path);
      await change(path);
      return path;
    };
    const [link, letter, empty] = [newPath(), newPath(), newPath()];
    await symlink(file, link);
    await writeFile(letter, 'a letter, and no database at all');
    await writeFile(empty, '');
    const sql = (text: string) => (path: string) => {
      const database = new DatabaseSync(path);
      database.exec(`pragma journal_mode = delete; ${text}`);
      database.close();
    };
    for (const [path, why] of [
      [await changed((each) => truncate(each, 20_000)), /damaged or cut short/],
      [await changed((each) => truncate(each, statSync(each).size - 4_096)), /damaged or cut short/],
      [await changed(overwriteDatabase), /damaged or cut short|not an SQLite database/],
      [await changed(overwriteTables), /damaged or cut short/],
      [
        await changed(sql("insert into __drizzle_migrations values ('of tomorrow', 9999999999999)")),
        /of a later version of Charrette/,
      ],
      [await changed(sql('create table another (a)')), /another program/],
      [await changed((each) => writeFile(`${each}-wal`, 'x')), /log beside it/],
      [link, /is a link/],
      [letter, /not an SQLite database/],
      [empty, /is empty/],
      [root, /is a folder/],
      [join(root, 'missing'), /no such file/],
    ] as const) {
      const refused = await calledHere(dataDir, ['restore', path]);
      expect(refused.code, path).not.toBe(0);
      expect(refused.stderr).toMatch(why);
      expect(await readdir(root)).not.toContain(dataDir);
    }
    const foreign = newPath();
    const other = new DatabaseSync(foreign);
    other.exec('create table notes (a)');
    other.close();
    expect((await calledHere(dataDir, ['restore', foreign])).stderr).toMatch(/another program/);
    const former = newPath();
    const earlier = new DatabaseSync(former);
    earlier.exec('create table designs (id text primary key); pragma user_version = 1');
    earlier.close();
    expect(await calledHere(dataDir, ['restore', former])).toMatchObject({
      code: 1,
      stderr: `${former} holds a store from before Charrette 1.0, which this version cannot read. It is unchanged: choose another place for the data.\n`,
    });
  });

  test('says so where it may not be read', async () => {
    const path = newPath();
    await copyFile(file, path);
    chmodSync(path, 0);
    // As root may read everything, it gives that right away.
    const without = ['setpriv', '--bounding-set', '-dac_override,-dac_read_search'];
    const under = process.getuid?.() === 0 ? without : [];
    const refused = await new Command(newPath(), ['restore', path], {}, under).ended;
    expect(refused.stderr).toMatch(/may not read it/);
  });
});
