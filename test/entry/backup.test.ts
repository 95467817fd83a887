import { once } from 'node:events';
import { statSync, watch } from 'node:fs';
import {
  copyFile,
  mkdir,
  open,
  readdir,
  readFile,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, test } from 'vitest';
import { writeArchive } from '../../src/adapters/files/archive.ts';
import { openStore } from '../../src/entry/open-store.ts';
import { overwriteTables } from '../support/databases/damage.ts';
import { OLD, storeWithDesigns } from '../support/designs/old-designs.ts';
import { keepLog } from '../support/processes/child-sessions.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { calledHere } from './cli.ts';

const FILES = ['brief.md', 'manifest.json', `proposals/a${'-long'.repeat(6)}.md`].map(
  (name) => `designs/${OLD}/${name}`,
);

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
  for (const name of FILES) {
    await mkdir(dirname(join(source, name)), { recursive: true });
    await writeFile(join(source, name), name.repeat(200));
  }
  file = newPath();
  expect(await calledHere(source, ['backup', file])).toMatchObject({ code: 0 });
});

describe('backup', () => {
  test('P3: backup is for its owner only, and never replaces anything unasked', async () => {
    const path = newPath();
    const made = await calledHere(source, ['backup', path]);
    expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('2 designs backed up') });
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

  test('a backup passes over a file that another program left among the folders of designs', async () => {
    await writeFile(join(source, 'designs', '.DS_Store'), 'x');
    expect(await calledHere(source, ['backup', newPath()])).toMatchObject({ code: 0 });
  });

  test('P12: deletes what a backup of the same name left when it was killed more than a day ago', async () => {
    const names = ['.charrette-backup-old', '.charrette-backup-new', `.x.tar.0f.unfinished`, '.mine'];
    for (const name of names) {
      await mkdir(join(root, name));
      await writeFile(join(root, name, 'store.sqlite'), 'x');
      if (!name.endsWith('new')) await utimes(join(root, name), 1, 1);
    }
    expect(await calledHere(source, ['backup', join(root, 'x.tar')])).toMatchObject({ code: 0 });
    const left = (await readdir(root)).filter((name) => name.startsWith('.'));
    expect(left.toSorted()).toEqual(['.charrette-backup-new', '.mine']);
  });

  test('a backup over the store, a link or a folder, or where no folder is, is refused', async () => {
    const [link, folder, foreign] = [newPath(), await newFolder(), newPath()];
    await symlink(file, link);
    await writeFile(foreign, 'a letter');
    const before = await readFile(join(source, 'store.sqlite'));
    for (const [path, why] of [
      [join(source, 'store.sqlite'), 'of the store itself'],
      [join(source, 'store.sqlite-wal'), 'of the store itself'],
      [link, 'is a link'],
      [folder, 'is not a file'],
      [join(root, 'missing', 'file'), 'does not exist'],
      [foreign, 'not a backup of Charrette'],
      ['/dev/null', 'is not a file'],
    ] as const)
      expect(await calledHere(source, ['backup', path, '--replace']), path).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(why),
      });
    expect(await readFile(join(source, 'store.sqlite'))).toEqual(before);
    expect(await readFile(foreign, 'utf8')).toBe('a letter');
  });

  test('backup is refused where there is no store, of which it makes none, and beside a process that has it', async () => {
    const empty = await newFolder();
    expect(await calledHere(empty, ['backup', newPath()])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('nothing to back up'),
    });
    expect(await readdir(empty)).toEqual([]);
    const { store } = await openStore({ databaseUrl: null, dataDir: source }, keepLog());
    const path = newPath();
    const refused = await calledHere(source, ['backup', path]);
    await store.close();
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('serve') });
    expect(await readdir(root)).not.toContain(path);
  });

  test('of a damaged store is refused, and the earlier backup stays', async () => {
    const damaged = await newFolder();
    await copyFile(join(source, 'store.sqlite'), join(damaged, 'store.sqlite'));
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
    expect(refused.stderr).toContain(`cp -Rp ${source} '${root}/a '\\''b'\\''.data'`);
    expect(refused.stderr).not.toContain('a-secret-word');
  });
});

describe('restore', () => {
  test('P3: restoring makes the store of a folder that has none, for its owner only', async () => {
    const dataDir = newPath();
    expect(await calledHere(dataDir, ['restore', file])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('2 designs restored'),
    });
    expect(statSync(join(dataDir, 'store.sqlite')).mode & 0o777).toBe(0o600);
    expect((await readdir(dataDir)).toSorted()).toEqual(['designs', 'store.sqlite']);
    for (const name of FILES)
      expect(await readFile(join(dataDir, name))).toEqual(await readFile(join(source, name)));
    expect((await calledHere(dataDir, ['list'])).stdout.match(/^\S/gm)).toHaveLength(2);
  });

  test('P12: deletes the copy of the store that a killed restore left in the data folder', async () => {
    const dataDir = await newFolder();
    await mkdir(join(dataDir, '.restoring-a'));
    await writeFile(join(dataDir, '.restoring-a', 'store.sqlite'), 'x');
    expect(await calledHere(dataDir, ['restore', file])).toMatchObject({ code: 0 });
    expect((await readdir(dataDir)).toSorted()).toEqual(['designs', 'store.sqlite']);
  });

  test('restoring leaves the store of a daemon that started while the backup was read', async () => {
    const dataDir = await newFolder();
    const watcher = watch(dataDir);
    const began = once(watcher, 'change');
    const refused = calledHere(dataDir, ['restore', file]);
    await began;
    await writeFile(join(dataDir, 'store.sqlite'), 'x');
    watcher.close();
    expect(await refused).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Move store.sqlite away'),
    });
    expect(await readdir(dataDir)).toEqual(['store.sqlite']);
  });

  test('restore is refused where there is a store, its log or designs', async () => {
    for (const name of ['store.sqlite', 'store.sqlite-wal', 'store.sqlite.moved', 'designs/a']) {
      const dataDir = await newFolder();
      await mkdir(dirname(join(dataDir, name)), { recursive: true });
      await writeFile(join(dataDir, name), 'x');
      expect(await calledHere(dataDir, ['restore', file]), name).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(`Move ${name.split('/')[0]} away`),
      });
      expect(await readFile(join(dataDir, name), 'utf8')).toBe('x');
    }
  });

  test('P3: restoring refuses a backup in which any byte was changed, or that was cut anywhere, and changes nothing', async () => {
    const dataDir = newPath();
    const { size } = statSync(file);
    for (const [at, isCut] of [
      ...[1_000, 5_000, size - 1_600, size - 1_500].map((each) => [each, false] as const),
      ...[600, 20_000, size - 1_536].map((each) => [each, true] as const),
    ]) {
      const path = newPath();
      await copyFile(file, path);
      if (isCut) await truncate(path, at - (at % 512));
      else await changeByte(path, at);
      expect(await calledHere(dataDir, ['restore', path]), `${at}`).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('damaged or cut short'),
      });
      expect(await readdir(root)).not.toContain(dataDir);
    }
  });

  test('restoring refuses what is no backup, or of a later version, and changes nothing', async () => {
    const [dataDir, link, letter, empty] = [newPath(), newPath(), newPath(), newPath()];
    await symlink(file, link);
    await writeFile(letter, 'a letter, and no backup at all');
    await writeFile(empty, '');
    for (const [path, why] of [
      [link, /is a link/],
      [letter, /not a backup of Charrette/],
      [empty, /not a backup of Charrette/],
      [join(source, 'store.sqlite'), /not a backup of Charrette/],
      [root, /is not a file/],
      [join(root, 'missing'), /no such file/],
    ] as const) {
      expect(await calledHere(dataDir, ['restore', path])).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(why),
      });
      expect(await readdir(root)).not.toContain(dataDir);
    }
    const [later, strange] = [await newFolder(), await newFolder()];
    for (const [folder, change, why] of [
      [later, "insert into __drizzle_migrations values ('of tomorrow', 9999999999999)", /another version/],
      [strange, 'create table another (a)', /not as Charrette made it/],
    ] as const) {
      const [store, path] = [join(folder, 'store.sqlite'), newPath()];
      await copyFile(join(source, 'store.sqlite'), store);
      const database = new DatabaseSync(store);
      database.exec(change);
      database.close();
      await writeArchive(path, store, folder);
      expect(await calledHere(dataDir, ['restore', path])).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(why),
      });
      expect(await readdir(dataDir)).toEqual([]);
    }
  });
});

async function changeByte(path: string, at: number): Promise<void> {
  await using changed = await open(path, 'r+');
  const byte = Buffer.alloc(1);
  await changed.read(byte, 0, 1, at);
  byte.writeUInt8((byte.readUInt8() + 1) % 256);
  await changed.write(byte, 0, 1, at);
}
