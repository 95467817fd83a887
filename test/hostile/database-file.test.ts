import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabaseFile } from '../../src/adapters/store/sqlite/open.ts';
import { calledHere } from '../entry/cli.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { fileIn, open, tamper, tamperedFolder } from './tampered-store.ts';

test.each([
  [
    'its trigger "spy"',
    'create trigger spy after insert on inbox begin delete from design_events; end',
  ],
  ['its view "turns"', 'drop table turns; create view turns as select 1 as position'],
  [
    'its table "turns"',
    'drop table turns; create table turns (position, turn_id, design_id, record)',
  ],
  ['its index "more"', 'create unique index more on designs (status)'],
  [
    'its table "responses"',
    "pragma writable_schema = on; update sqlite_schema set sql = replace(sql, 'length(key)', 'hex(key)') where name = 'responses'",
  ],
  [
    'its trigger "sqlite_stat9"',
    `pragma writable_schema = on; insert into sqlite_schema values ('trigger', 'sqlite_stat9', 'inbox', 0,
      'CREATE TRIGGER sqlite_stat9 after insert on inbox begin delete from design_events; end')`,
  ],
  ['without the table trace_parts', 'drop table trace_parts'],
  ['its table "access_tokens"', 'drop table __drizzle_migrations'],
])('P2: a store is refused for %s, and left as it is', async (found, sql) => {
  const dataDir = await tamperedFolder(sql);
  const before = readFileSync(fileIn(dataDir));
  await expect(open(dataDir)).rejects.toMatchObject({
    code: 'store_unavailable',
    message: expect.stringContaining(`that is not as Charrette made it (${found})`),
  });
  expect(readFileSync(fileIn(dataDir)).equals(before)).toBe(true);
});

test('P2: doctor says of a store that is not as Charrette made it what is wrong with it', async () => {
  const dataDir = await tamperedFolder('drop table trace_parts');
  const { stdout } = await calledHere(dataDir, ['doctor']);
  expect(stdout).toMatch(
    /^store +problem .*not as Charrette made it \(without the table trace_parts\)/m,
  );
});

test('P2: what a schema computes calls nothing but what only computes, also before the schema is compared', async () => {
  const file = await openDatabaseFile(
    fileIn(await tamperedFolder('drop table __drizzle_migrations')),
  );
  expect(file.row('pragma trusted_schema')).toEqual({ trusted_schema: 0 });
  file.close();
});

test('the database of another program is left as it is', async () => {
  const dataDir = temporaryFolder();
  tamper(fileIn(dataDir), 'create table bookmarks (url)');
  const before = readFileSync(fileIn(dataDir));
  await expect(open(dataDir)).rejects.toThrow('(its table "bookmarks")');
  expect(readFileSync(fileIn(dataDir)).equals(before)).toBe(true);
});

test.each([
  [
    'a link to the database of another program',
    'store.sqlite',
    (path: string, other: string) => symlinkSync(other, path),
  ],
  [
    'a link to nothing',
    'store.sqlite',
    (path: string, other: string) => symlinkSync(`${other}-not-there`, path),
  ],
  ['a pipe', 'store.sqlite', (path: string) => void spawnSync('mkfifo', [path])],
  ['a folder', 'store.sqlite', (path: string) => mkdirSync(path)],
  ['a pipe', 'store.sqlite-wal', (path: string) => void spawnSync('mkfifo', [path])],
])('%s in the place of %s is refused at once', async (_, name, put) => {
  const dataDir = temporaryFolder();
  const other = join(temporaryFolder(), 'places.sqlite');
  tamper(other, 'create table bookmarks (url)');
  const before = readFileSync(other);
  put(join(dataDir, name), other);
  await expect(open(dataDir)).rejects.toMatchObject({
    code: 'store_unavailable',
    message: expect.stringContaining(
      `${join(dataDir, name)} is not a file, but a link, a folder or something else`,
    ),
  });
  expect(readFileSync(other).equals(before)).toBe(true);
});
