import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openSqliteStore } from '../../src/adapters/store/sqlite/open.ts';
import { WORD, withEverything } from '../adapters/http/spoken-designs.ts';
import { openWorkshop, startEngine } from '../engine/running-engine.ts';
import { keptLog } from '../support/child-sessions.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { CHANGED, type Finding, findingIn, problemsIn, spokenIn, toldOf } from './changed-rows.ts';

interface Column {
  readonly table: string;
  readonly name: string;
}

function inFile<Result>(dataDir: string, work: (file: DatabaseSync) => Result): Result {
  const file = new DatabaseSync(join(dataDir, 'store.sqlite'), { defensive: false });
  try {
    file.exec('pragma foreign_keys = off');
    return work(file);
  } finally {
    file.close();
  }
}

function textColumns(file: DatabaseSync): Column[] {
  const text = `select m.name as "table", c.name from sqlite_schema m join pragma_table_info(m.name) c
    where m.type = 'table' and lower(c.type) = 'text' and m.name not like '%migrations' order by m.name, c.cid`;
  return file
    .prepare(text)
    .all()
    .map((row) => ({ table: String(row.table), name: String(row.name) }));
}

/** Changes a byte of the word in each row, or else the last byte. Returns how many rows were changed; 0 where the database takes none. */
function change(file: DatabaseSync, { table, name }: Column): number {
  const last = `substr(${name}, 1, length(${name}) - 1) || iif(substr(${name}, -1) = '1', '2', '1')`;
  const changed = `iif(instr(${name}, '${WORD}') > 0, replace(${name}, '${WORD}', '${CHANGED}'), ${last})`;
  try {
    return Number(file.prepare(`update ${table} set ${name} = ${changed} where ${name} <> ''`).run().changes);
  } catch (error) {
    // Some columns hold JSON that an index reads.
    expect(String(error)).toMatch(/malformed JSON|constraint failed/);
    return 0;
  }
}

test('P11: whatever text of the embedded store is changed by a byte, no reader gets it in the place of what was recorded', {
  timeout: 300_000,
}, async () => {
  const workshop = await openWorkshop();
  const first = await startEngine(workshop, withEverything());
  const world = await spokenIn(first);
  await first.engine.stop();
  await workshop.close();
  const found = new Map<string, Finding>();
  for (const column of inFile(workshop.dataDir, textColumns)) {
    const dataDir = temporaryFolder();
    await cp(workshop.dataDir, dataDir, { recursive: true });
    const rows = inFile(dataDir, (file) => change(file, column));
    if (rows === 0) continue;
    const { store, ...opened } = await openSqliteStore({ dataDir, log: keptLog() });
    const { engine, log } = await startEngine(
      { ...opened, store, dataDir, close: () => store.close() },
      withEverything(),
    );
    found.set(`${column.table}.${column.name}`, findingIn(await toldOf(engine, world), log));
    await engine.stop();
    await store.close();
  }
  expect(found.size).toBeGreaterThan(30);
  expect(problemsIn(found)).toEqual({});
});
