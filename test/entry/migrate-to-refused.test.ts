import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { DesignId } from '../../src/core/vocabulary/ids.ts';
import { openStore } from '../../src/entry/open-store.ts';
import { describeOnPostgres, describeOnStores } from '../adapters/store/on-postgres.ts';
import { overwriteTables } from '../support/databases/damage.ts';
import { OLD, RECENT } from '../support/designs/old-designs.ts';
import { keepLog } from '../support/processes/child-sessions.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { calledHere } from './cli.ts';
import { expectRefused, expectUntouched, fileOf, move, newStore, PASSWORD } from './moving.ts';

describeOnStores('migrate --to', (own) => {
  test('migrate --to is refused by a database that has a row, whichever', async () => {
    const dataDir = await newStore();
    await own.query(`insert into daily_runs values ('collection', 1)`);
    await expectRefused(
      await move(dataDir, own.url),
      2,
      /not empty, its table daily_runs has rows.*createdb/,
    );
    await own.query('delete from daily_runs');
    await expectUntouched(dataDir, own);
  });

  test('P11: a design that one byte was changed in is named, and nothing is moved; set aside it comes along', async () => {
    const dataDir = await newStore();
    const bytes = await readFile(fileOf(dataDir));
    const at = bytes.indexOf('job queue', bytes.indexOf('"design_started"'));
    bytes.write('J', at);
    await writeFile(fileOf(dataDir), bytes);
    const refused = await move(dataDir, own.url);
    const [, named = ''] =
      /of the design (dsn_\S+) is not what was recorded/.exec(refused.stderr) ?? [];
    expect([OLD, RECENT]).toContain(named);
    await expectRefused(refused, 1, /event 1 is not the one that was recorded/);
    await expectUntouched(dataDir, own);

    const { store } = await openStore({ databaseUrl: null, dataDir }, keepLog());
    await store.setAside(DesignId.parse(named), 'event 1 is not the one that was recorded');
    await store.close();
    expect(await move(dataDir, own.url)).toMatchObject({ code: 0 });
    expect(await own.query('select id from designs where set_aside is not null')).toEqual([
      { id: named },
    ]);
  });

  test('a store in use, by a daemon or another process, is refused', async () => {
    const dataDir = await newStore();
    const { store } = await openStore({ databaseUrl: null, dataDir }, keepLog());
    await expectRefused(
      await move(dataDir, own.url),
      1,
      /Another Charrette is using the data folder/,
    );
    await store.close();
    await expectUntouched(dataDir, own);
  });
});

describeOnPostgres('an empty database', { timeout: 60_000 }, (own) => {
  const made = () =>
    own.query(`select 1 from information_schema.tables where table_schema = 'public'`);

  test('an empty database is left as it is by a store that is damaged, of another version, or not there', async () => {
    const damaged = await newStore();
    overwriteTables(fileOf(damaged));
    const newer = await newStore((file) =>
      file.exec("insert into __drizzle_migrations values ('of tomorrow', 9999999999999)"),
    );
    for (const [dataDir, code, words] of [
      [damaged, 1, /damaged/],
      [newer, 1, /another version of Charrette/],
      [temporaryFolder(), 2, /nothing to move/],
    ] as const)
      await expectRefused(await move(dataDir, own.url), code, words);
    expect(await made()).toEqual([]);
  });
});

describe('an address', () => {
  const refused = async (to: string, code: number, words: RegExp, environment = {}) =>
    expectRefused(
      await calledHere(await newStore(), ['migrate', '--to', to], environment),
      code,
      words,
    );

  test('D6: an address that is none of a Postgres is refused, and not shown', async () => {
    for (const to of [`mysql://ana:${PASSWORD}@host/db`, `sqlite:${PASSWORD}`, '/srv/data', ''])
      await refused(to, 2, /^--to expects a postgres:\/\/ URL/);
    const behind = ['migrate', `postgres://ana:${PASSWORD}@host/db`];
    await expectRefused(await calledHere(await newStore(), behind), 2, /too many arguments/);
  });

  test('D6: of a database that cannot be reached is refused at once, and not shown', async () => {
    await refused(
      `postgres://ana:${PASSWORD}@127.0.0.1:1/db`,
      1,
      /Nothing was moved: No database answers.*ECONNREFUSED.*is the database that --to names/,
    );
  });

  test('an address is refused where the store is a Postgres already', async () => {
    const url = `postgres://ana:${PASSWORD}@127.0.0.1:1/db`;
    await refused(url, 2, /already Postgres, because DATABASE_URL is set/, { DATABASE_URL: url });
  });
});
