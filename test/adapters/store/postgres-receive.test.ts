import { expect, test } from 'vitest';
import { sql } from '#adapters/store/drizzle.ts';
import type { Database } from '#adapters/store/postgres/database.ts';
import { fillDatabase, type Seal, UnknownEnd } from '#adapters/store/postgres/receive.ts';
import { until } from '../../entry/waiting.ts';
import { describeOnStores, type OwnDatabase } from './on-postgres.ts';

/** What becomes of the seal. */
function sealed(before: () => Promise<void> = async () => undefined): {
  seal: Seal;
  steps: string[];
} {
  const steps: string[] = [];
  const seal = {
    async set() {
      await before();
      steps.push('set');
    },
    async lift() {
      steps.push('lifted');
    },
  };
  return { seal, steps };
}

const insert = async ({ execute }: Database) =>
  void (await execute(sql`insert into daily_runs values ('collection', 1)`));

/**
 * Ends the connection while nothing is under way on it, so that the driver makes another one for
 * the next statement.
 */
async function cutOff(own: OwnDatabase): Promise<void> {
  const ended =
    await own.query(`select pg_terminate_backend(pid, 10000) as gone from pg_stat_activity
    where datname = '${own.name}' and pid <> pg_backend_pid()`);
  expect(ended).toEqual([{ gone: true }]);
}

describeOnStores('a database that is filled', (own) => {
  const stored = () => own.query('select name from daily_runs');

  test('a database that is filled has all of it once the transaction ends, and the seal is set before', async () => {
    const { seal, steps } = sealed(async () => expect(await stored()).toEqual([]));
    await fillDatabase(own.url, insert, seal);
    expect(await stored()).toHaveLength(1);
    expect(steps).toEqual(['set']);
  });

  test('a database that is filled has nothing where the connection was lost between two statements, and another one was made', async () => {
    const { seal, steps } = sealed();
    const filling = fillDatabase(
      own.url,
      async (target) => {
        await insert(target);
        await cutOff(own);
        await until('an answer', () =>
          target.execute(sql`select 1`).then(
            () => true,
            () => false,
          ),
        );
        await insert(target);
      },
      seal,
    );
    await expect(filling).rejects.toThrow(
      'The connection to the database was lost. Move the store again.',
    );
    expect(await stored()).toEqual([]);
    expect(steps).toEqual([]);
  });

  test('a database that is filled has nothing where the connection was lost before the end, and the seal is lifted', async () => {
    const { seal, steps } = sealed(() => cutOff(own));
    await expect(fillDatabase(own.url, insert, seal)).rejects.not.toBeInstanceOf(UnknownEnd);
    expect(await stored()).toEqual([]);
    expect(steps).toEqual(['set', 'lifted']);
  });

  test('a database that is filled has nothing where its server refuses the end, and the seal is lifted', async () => {
    await own.query(`create function refuses() returns trigger language plpgsql as
      $$ begin raise exception 'no'; end $$`);
    await own.query(`create constraint trigger late after insert on daily_runs
      deferrable initially deferred for each row execute function refuses()`);
    const { seal, steps } = sealed();
    const failure = await fillDatabase(own.url, insert, seal).catch((error: unknown) => error);
    // Before any expectation, since another test has this database next.
    await own.query('drop function refuses cascade');
    expect(failure).toMatchObject({ code: 'store_failed' });
    expect(await stored()).toEqual([]);
    expect(steps).toEqual(['set', 'lifted']);
  });
});
