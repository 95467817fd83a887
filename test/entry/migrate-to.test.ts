import { readFile, rm } from 'node:fs/promises';
import type { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { canonicalJsonOf } from '../../src/foundation/canonical-json.ts';
import { describeOnStores } from '../adapters/store/on-postgres.ts';
import { OLD } from '../support/designs/old-designs.ts';
import { Command, calledHere } from './cli.ts';
import {
  type Column,
  columnsIn,
  expectRefused,
  expectUntouched,
  fileOf,
  move,
  newStore,
  PASSWORD,
  withFile,
} from './moving.ts';
import { until } from './waiting.ts';

/** A row for each table, as SQLite has it: by the type that the same column has in Postgres. */
const VALUES: Readonly<Record<string, string | number>> = {
  json: '{"text":"before\\u0000after \\ud800"}',
  jsonb: '{"b":[1,2.5],"a":"ä"}',
  boolean: 1,
  bigint: 1_790_000_000_123,
  integer: 7,
  'double precision': 0.1,
  text: 'a text: "ä" \\u0000',
};
/** What each store has of its own. */
const NOT_MOVED = ['readiness', '__drizzle_migrations'];

type Row = Readonly<Record<string, unknown>>;

/** A function of the database that a trigger calls; it ends the connection that does so. */
const DIES = `create function dies() returns trigger language plpgsql as
  $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$`;

describeOnStores('migrate --to', (own) => {
  test('migrate --to moves every row of every table, numbers of rows included', async () => {
    const columns = await columnsIn(own);
    const dataDir = await newStore((file) => fillTables(file, columns));
    const before = await readFile(fileOf(dataDir));
    const moved = await move(dataDir, own.url);
    expect(moved, moved.stderr).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^2 designs moved to Postgres/),
    });
    expect(`${moved.stdout}${moved.stderr}`).not.toContain(PASSWORD);
    expect(await readFile(fileOf(dataDir))).toEqual(before);

    for (const table of tablesIn(dataDir)) {
      const there = columns.filter((column) => column.table === table);
      const stored = (await own.query(`select row_to_json(t) as row from ${table} as t`)).map(
        (found) => plainRow((found as { row: Row }).row, there),
      );
      const left = withFile(dataDir, (file) => file.prepare(`select * from "${table}"`).all());
      expect([table, sorted(stored)]).toEqual([
        table,
        sorted(left.map((row) => plainRow(row, there))),
      ]);
    }
    // As `jsonb` it could not be there.
    const [kept] = await own.query(`select record::text from turns where turn_id like 'a text%'`);
    expect(kept).toEqual({ record: VALUES.json });
  });

  test('numbers new rows behind all that are there', async () => {
    const dataDir = await newStore((file) => {
      file.exec(
        `insert into inbox (position, id, design_id, command, received_at) values (700, 'i', '${OLD}', '{}', 1)`,
      );
    });
    expect(await move(dataDir, own.url)).toMatchObject({ code: 0 });
    const numbered = await own.query(
      `insert into inbox (id, design_id, command, received_at) values ('j', '${OLD}', '{}', 1) returning position`,
    );
    expect(numbered).toEqual([{ position: '701' }]);
  });

  test('what a killed daemon owned is due for any daemon', async () => {
    const dataDir = await newStore((file) => {
      file.exec(`update designs set owner = 4711, epoch = 8, due_at = null where id = '${OLD}'`);
    });
    expect(await move(dataDir, own.url)).toMatchObject({ code: 0 });
    const rows = await own.query(`select owner, epoch, due_at from designs where id = '${OLD}'`);
    expect(rows).toEqual([{ owner: null, epoch: '9', due_at: '0' }]);
  });

  test('the old store is refused by every verb from then on, and by a second move', async () => {
    const dataDir = await newStore();
    expect(await move(dataDir, own.url)).toMatchObject({ code: 0 });
    const other = await own.another();
    onTestFinished(other.drop);
    for (const words of [['list'], ['migrate'], ['serve'], ['backup', `${dataDir}-copy`]])
      await expectRefused(
        await calledHere(dataDir, words),
        1,
        /was moved to Postgres: set DATABASE_URL/,
      );
    await expectRefused(await move(dataDir, other.url), 1, /was moved to Postgres/);
    expect((await calledHere(dataDir, ['doctor'])).stdout).toMatch(
      /store +problem .*was moved to Postgres/,
    );
    expect(await calledHere(dataDir, ['list'], { DATABASE_URL: own.url })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('job queue'),
    });
  });

  test('migrate --to, killed in the middle, leaves an empty database and the store as it was', async () => {
    const dataDir = await newStore();
    const holder = own.connect();
    onTestFinished(() => holder.end());
    await holder`select pg_advisory_lock(1)`;
    await own.query(`create function waits() returns trigger language plpgsql as
      $$ begin perform pg_advisory_xact_lock(1); return null; end $$`);
    onTestFinished(async () => void (await own.query('drop function waits cascade')));
    await own.query('create trigger held after insert on inbox execute function waits()');
    const moving = new Command(dataDir, ['migrate', '--to', own.url]);
    const waiting = `select 1 from pg_stat_activity where datname = '${own.name}' and wait_event = 'advisory'`;
    await until('the middle of the move', async () => (await own.query(waiting)).length === 1);
    moving.child.kill('SIGKILL');
    expect(await moving.ended).toMatchObject({ code: null });
    await holder`select pg_advisory_unlock(1)`;
    await until('the end of its connection', async () => (await own.query(waiting)).length === 0);
    await own.query('drop trigger held on inbox');
    await expectUntouched(dataDir, own);
  });

  test('migrate --to, cut off unseen at its very end, leaves nothing that two daemons could go on with', async () => {
    const dataDir = await newStore();
    await own.query(DIES);
    onTestFinished(async () => void (await own.query('drop function dies cascade')));
    await own.query(`create constraint trigger late after insert on designs
      deferrable initially deferred for each row execute function dies()`);
    await expectRefused(
      await move(dataDir, own.url),
      1,
      /either the whole store or nothing\. Set DATABASE_URL to it/,
    );
    const mark = `${fileOf(dataDir)}.moved`;
    await expectRefused(
      await calledHere(dataDir, ['list']),
      1,
      /If it is empty, .* remove \S+\.moved and/,
    );
    expect(await readFile(mark, 'utf8')).toContain('was moved to Postgres');
    await rm(mark);
    await own.query('drop trigger late on designs');
    await expectUntouched(dataDir, own);
  });
});

function fillTables(file: DatabaseSync, columns: readonly Column[]): void {
  for (const { name: table } of namesIn(file)) {
    const there = columns.filter((column) => column.table === table);
    const values = there.map(({ name, type }) =>
      name === 'design_id' ? OLD : (VALUES[type] ?? null),
    );
    const names = there.map(({ name }) => `"${name}"`).join(', ');
    if (table === 'design_events' || table === 'designs') continue;
    file
      .prepare(`insert into "${table}" (${names}) values (${there.map(() => '?').join(', ')})`)
      .run(...values);
  }
  // A start lists the tokens that sleep.
  file.exec(`update access_tokens set role = 'read', channels = '["slack/C0123"]'`);
}

function namesIn(file: DatabaseSync): { name: string }[] {
  const rows = file.prepare(
    "select name from sqlite_schema where type = 'table' and name not like 'sqlite%'",
  );
  return rows
    .all()
    .flatMap(({ name }) => (NOT_MOVED.includes(String(name)) ? [] : [{ name: String(name) }]));
}

function tablesIn(dataDir: string): string[] {
  return withFile(dataDir, (file) => namesIn(file).map(({ name }) => name));
}

/** A row as both databases can be compared: parsed JSON, true or false, milliseconds. */
function plainRow(row: Row, columns: readonly Column[]): Row {
  const entries = columns.map(({ name, type }) => [name, plainValue(row[name], type)]);
  return Object.fromEntries(entries);
}

function plainValue(value: unknown, type: string): unknown {
  if (value === null || value === undefined) return null;
  if (type.startsWith('json')) return typeof value === 'string' ? JSON.parse(value) : value;
  if (type === 'boolean') return Boolean(value);
  return value;
}

function sorted(rows: readonly Row[]): string[] {
  return rows.map(canonicalJsonOf).toSorted();
}
