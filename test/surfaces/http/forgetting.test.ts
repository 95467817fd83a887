import { readFileSync } from 'node:fs';
import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../support/runner/temporary-folder.ts';
import { openApi } from './client.ts';
import { Speaker } from './everything-done.ts';
import { asOwner, LEFT, tablesWith } from './everything-left.ts';
import { WORD, withEverything } from './spoken-designs.ts';

/** Files below a folder in which the word stands, byte by byte. */
async function filesWith(folder: string): Promise<string[]> {
  const all = await readdir(folder, { recursive: true, withFileTypes: true });
  return all
    .filter((each) => each.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => readFileSync(path).includes(WORD));
}

/** Every row of every table in a copy of a data folder, as text. */
async function rowsIn(dataDir: string): Promise<Map<string, string[]>> {
  const copy = temporaryFolder();
  await cp(dataDir, copy, { recursive: true });
  const database = new DatabaseSync(join(copy, 'store.sqlite'));
  const tables = database.prepare("select name from sqlite_schema where type = 'table'").all();
  const rows = new Map(
    tables.map(({ name }) => [
      String(name),
      database
        .prepare(`select * from "${name}"`)
        .all()
        .map((row) => JSON.stringify(row)),
    ]),
  );
  database.close();
  return rows;
}

test('P12: of a forgotten design no file and no answer has a word, whatever act, route or tool touched it', {
  timeout: 120_000,
}, async () => {
  const { engine, sessions, log, workshop } = await openApi(withEverything());
  const speaker = new Speaker({ engine, sessions, log, workshop });
  const untouched = await speaker.doEverything();
  expect(speaker.problems).toEqual([]);
  const forgotten = await speaker.forgetEverything();
  expect(speaker.problems).toEqual([]);
  expect(forgotten.length).toBeGreaterThan(20);
  expect(forgotten).not.toContain(untouched);
  const rows = await rowsIn(workshop.dataDir);
  expect(tablesWith(rows, [WORD])).toEqual([]);
  expect(tablesWith(rows, forgotten.flatMap(asOwner))).toEqual(LEFT);
  expect(await filesWith(workshop.dataDir)).toEqual([]);
  expect(await speaker.sayAllAgain()).toEqual([]);
});
