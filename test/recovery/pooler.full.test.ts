import { expect, onTestFinished } from 'vitest';
import { openPostgresStore } from '../../src/adapters/store/postgres/open.ts';
import { startPooler } from '../support/databases/pooler.ts';
import { ownDatabase, reachablePostgres } from '../support/databases/postgres.ts';
import { keepLog } from '../support/processes/child-sessions.ts';
import { needing } from '../support/runner/needing.ts';
import { expectWhole } from './expected.ts';
import { attend, start } from './people.ts';
import { began, expectWholeAfter, ownerFirst, toldBy } from './two-machines.ts';
import { World } from './world.ts';

const LATENCY_MS = 150;
const { describe, test } = await needing('postgres', 'a pooler');

type Finished = Parameters<typeof World.ofTest>[1];

async function pooled(finished: NonNullable<Finished>, more: readonly string[] = []) {
  const { url } = await reachablePostgres();
  const database = await ownDatabase(url ?? '');
  finished(() => database.drop());
  const pooler = await startPooler(database.url, more);
  finished(() => pooler.stop());
  return { database, pooler };
}

describe('a pooler in transaction mode', () => {
  test('two daemons behind one run designs, and one takes over what a killed one had', async ({
    onTestFinished,
  }) => {
    const world = await World.ofTest(LATENCY_MS, onTestFinished);
    const { database, pooler } = await pooled(onTestFinished);
    const direct = { CHARRETTE_DATABASE_DIRECT_URL: database.url };
    const one = await world.startHere(await world.daemon(pooler.url, direct));
    const two = await world.startHere(await world.daemon(pooler.url, direct));
    await toldBy([one, two], async (daemons) => {
      const whole = await start(one, 'All through a pooler');
      await attend(two, whole);
      await expectWhole(two, whole, world.chat);

      const id = await start(one, 'The owner is killed behind a pooler');
      const [owner, other] = await ownerFirst(daemons, id);
      const told = attend(other, id);
      await other.events(id).until('proposals', began('proposals'));
      await database.admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${database.name}`;
      await other.events(id).until('a proposal', ({ type }) => type === 'proposal_sealed');
      await owner.kill();
      await told;
      await expectWholeAfter(world, id, other);
    });
  });

  test('the start says so if the pooler does not take what the server would', async () => {
    const { database, pooler } = await pooled(onTestFinished);
    const url = `${pooler.url}?options=-c%20geqo%3Doff`;
    const opening = openPostgresStore({ url, directUrl: database.url, log: keepLog() });
    await expect(opening).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining('options in DATABASE_URL'),
    });
  });

  test.each([
    ['one that takes no settings of a session', []],
    ['one that ignores them', ['ignore_startup_parameters=statement_timeout']],
  ])('without the direct address, the start says what to set: %s', async (_which, more) => {
    const { database, pooler } = await pooled(onTestFinished, more);
    const opening = (directUrl: string | null) =>
      openPostgresStore({ url: pooler.url, directUrl, log: keepLog() });
    for (const directUrl of [null, pooler.url])
      await expect(opening(directUrl)).rejects.toMatchObject({
        code: 'store_unavailable',
        message: expect.stringContaining('CHARRETTE_DATABASE_DIRECT_URL'),
      });
    const { store } = await opening(database.url);
    await store.ping();
    await store.close();
  });
});
