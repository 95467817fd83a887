import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { SqliteDatabase } from '#adapters/store/sqlite/database.ts';
import { temporaryFolder } from '../../support/runner/temporary-folder.ts';

const COPIES = 300;

test('a store that is written to all along can be copied at any moment', async () => {
  const folder = temporaryFolder();
  const database = new SqliteDatabase(new DatabaseSync(join(folder, 'store.sqlite')));
  database.script('pragma journal_mode = wal; create table words (id integer primary key, text)');
  const write = () =>
    database.transaction(() => {
      for (let id = 0; id < 40; id += 1)
        database.change('insert or replace into words values (?, ?)', id, 'x'.repeat(500));
    });
  const writing = setInterval(write, 5);
  const failed: unknown[] = [];
  for (let number = 0; number < COPIES; number += 1) {
    const copy = join(folder, `copy-${number}`);
    await database.copyInto(copy).catch((error: unknown) => failed.push(error));
    rmSync(copy, { force: true });
  }
  clearInterval(writing);
  database.close();
  expect(failed).toEqual([]);
});
