import { statSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, test } from 'vitest';
import { openStore } from '../../src/entry/open-store.ts';
import { overwriteTables } from '../support/databases/damage.ts';
import { designIdOf } from '../support/designs/events.ts';
import { OLD, RECENT, storeWithDesigns } from '../support/designs/old-designs.ts';
import { keepLog } from '../support/processes/child-sessions.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { calledHere } from './cli.ts';

/** The folder of one test. */
let root: string;
let paths = 0;
let source: string;

function newPath(): string {
  paths += 1;
  return join(root, `${paths}`);
}

async function newFolder(): Promise<string> {
  const path = newPath();
  await mkdir(path, { mode: 0o700 });
  return path;
}

async function write(path: string, text = 'x'): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/** Everything in a folder, by its path in it. */
async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .toSorted();
}

const hiddenIn = async (folder: string) =>
  (await readdir(folder)).filter((name) => name.startsWith('.'));

beforeEach(async () => {
  root = temporaryFolder();
  source = await newFolder();
  await storeWithDesigns(source);
});

describe('backup', () => {
  test('P3: backup makes a data folder for its owner alone: a store, the files of its designs, and a mark', async () => {
    for (const name of [
      '.env',
      'admin-token',
      'daemon.json',
      'designs/.DS_Store',
      'designs/mine/brief.md',
    ])
      await write(join(source, name));
    const path = newPath();
    const made = await calledHere(source, ['backup', path]);
    expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('2 designs backed up') });
    expect(made.stdout).toContain(`CHARRETTE_DATA_DIR=${path}`);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(statSync(join(path, 'store.sqlite')).mode & 0o777).toBe(0o600);
    expect((await readdir(path)).filter((name) => name !== 'designs').toSorted()).toEqual([
      'backup.json',
      'store.sqlite',
    ]);
    expect(await hiddenIn(root)).toEqual([]);
    expect((await calledHere(path, ['list'])).stdout.match(/^\S/gm)).toHaveLength(2);
  });

  test('P12: the copy has diagnostics, no file behind a link, and no folder of a design that its store does not have', async () => {
    const letter = join(root, 'letter');
    await write(letter, 'a letter');
    await write(
      join(source, 'designs', OLD, 'failures', 'ada-01234567.log'),
      'what ada wrote last',
    );
    await symlink(letter, join(source, 'designs', OLD, 'failures', 'ben-01234567.log'));
    await symlink(letter, join(source, 'designs', RECENT, 'transcript.md'));
    await write(join(source, 'designs', designIdOf(9), 'brief.md'), 'what was forgotten');
    const path = newPath();
    expect(await calledHere(source, ['backup', path])).toMatchObject({ code: 0 });
    expect(await namesIn(path)).toEqual([
      'backup.json',
      `designs/${OLD}/failures/ada-01234567.log`,
      'store.sqlite',
    ]);
  });

  test('P3: a backup replaces nothing, and its place is no part of the store', async () => {
    const [link, folder, full, file] = [newPath(), await newFolder(), await newFolder(), newPath()];
    await symlink(join(root, 'nowhere'), link);
    await write(join(full, 'letter'), 'a letter');
    await write(file, 'a letter');
    const before = await readFile(join(source, 'store.sqlite'));
    for (const [path, why] of [
      [join(source, 'store.sqlite'), 'in the data folder itself'],
      [join(source, 'backup.json'), 'in the data folder itself'],
      [join(source, 'designs', 'copy'), 'in the data folder itself'],
      [join(root, '.charrette-backup-mine'), 'which the next backup removes'],
      [link, 'exists already'],
      [folder, 'exists already'],
      [full, 'exists already'],
      [file, 'exists already'],
      [join(root, 'missing', 'folder'), 'does not exist'],
      ['/dev/null', 'exists already'],
    ] as const)
      expect(await calledHere(source, ['backup', path]), path).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(why),
      });
    expect(await readFile(join(source, 'store.sqlite'))).toEqual(before);
    expect(await readFile(join(full, 'letter'), 'utf8')).toBe('a letter');
    expect(await readdir(folder)).toEqual([]);
    expect(await hiddenIn(root)).toEqual([]);
  });

  test('P12: deletes what a backup beside it left when it was killed more than a day ago', async () => {
    for (const name of ['.charrette-backup-old', '.charrette-backup-new', '.mine']) {
      await write(join(root, name, 'store.sqlite'));
      if (!name.endsWith('new')) await utimes(join(root, name), 1, 1);
    }
    expect(await calledHere(source, ['backup', newPath()])).toMatchObject({ code: 0 });
    expect((await hiddenIn(root)).toSorted()).toEqual(['.charrette-backup-new', '.mine']);
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

  test('a backup of a damaged or strange store, or one of a later version, is refused and leaves nothing', async () => {
    const run = (change: string) => (path: string) => {
      const database = new DatabaseSync(path);
      database.exec(change);
      database.close();
    };
    for (const [change, why] of [
      [overwriteTables, /damaged/],
      [
        run("insert into __drizzle_migrations values ('of tomorrow', 9999999999999)"),
        /another version/,
      ],
      [run('create table another (a)'), /not as Charrette made it/],
    ] as const) {
      const dataDir = await newFolder();
      await copyFile(join(source, 'store.sqlite'), join(dataDir, 'store.sqlite'));
      change(join(dataDir, 'store.sqlite'));
      const before = await readdir(root);
      expect(await calledHere(dataDir, ['backup', newPath()])).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(why),
      });
      expect(await readdir(root)).toEqual(before);
    }
  });

  test('a backup of a Postgres names the command for it, without the address', async () => {
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
