import postgres from 'postgres';
import { expect } from 'vitest';
import { InProcess } from '../../entry/in-process.ts';
import { afterwards, until } from '../../entry/waiting.ts';
import { DatabaseRoad } from '../../support/databases/database-road.ts';
import { ownStoreDatabase, reachablePostgres } from '../../support/databases/postgres.ts';
import { needing } from '../../support/runner/needing.ts';
import { temporaryFolder } from '../../support/runner/temporary-folder.ts';

const withPostgres = await needing('postgres');
withPostgres.test(
  'a daemon that its database keeps out of the fleet is not ready, and takes nothing while cut off',
  async () => {
    const database = await ownStoreDatabase((await reachablePostgres()).url ?? '');
    afterwards(database.drop);
    const client = postgres(database.url, { max: 1, onnotice: () => undefined });
    afterwards(() => client.end({ timeout: 1 }));
    const folder = temporaryFolder();
    const whileNoDaemonCanBeat = async (work: () => Promise<void>): Promise<void> =>
      void (await client.begin(async (transaction) => {
        await transaction`lock table daemons in access exclusive mode`;
        await work();
      }));
    const environment = { CHARRETTE_REHEARSAL: '1', DATABASE_URL: database.url };
    let daemon: InProcess | null = null;
    const ready = async () => {
      const response = await fetch(`${daemon?.url}/readyz`);
      return { status: response.status, body: await response.text() };
    };
    const says = (status: number) =>
      until(`it says ${status}`, async () => (await ready()).status === status);
    await whileNoDaemonCanBeat(async () => {
      const opened = await InProcess.open(folder, environment);
      afterwards(() => opened.stop());
      daemon = opened;
      expect(await ready()).toEqual({
        status: 503,
        body: expect.stringContaining('has not joined'),
      });
      await until('it is logged', () => opened.output.includes('"what":"fleet_not_joined"'));
      expect(await ready()).toEqual({ status: 503, body: expect.stringContaining('The database') });
    });
    const begun = (daemon as InProcess | null)?.begin();
    await says(200);
    await begun;
    await whileNoDaemonCanBeat(async () => {
      await says(503);
      expect(await daemon?.post('/designs', { topic: 'Should it wait?' })).toMatchObject({
        status: 503,
        body: { error: { code: 'unavailable', message: expect.stringContaining('The database') } },
      });
    });
    await says(200);
  },
);

withPostgres.test(
  'a daemon whose database is gone says why, where it is asked and where it refuses',
  async () => {
    const database = await ownStoreDatabase((await reachablePostgres()).url ?? '');
    afterwards(database.drop);
    const road = await DatabaseRoad.to(database.url);
    const address = new URL(database.url);
    address.host = road.host;
    const environment = { CHARRETTE_REHEARSAL: '1', DATABASE_URL: address.href };
    const daemon = await InProcess.start(temporaryFolder(), environment);
    afterwards(() => daemon.stop());
    await road.close();
    const why = /No database answers at the address in DATABASE_URL \(\w+\)/;
    const saying = async () => {
      const asked = await (await fetch(`${daemon.url}/readyz`)).text();
      const { body } = await daemon.post('/designs', { topic: 'Should it wait?' });
      return [asked, JSON.stringify(body)].every((said) => why.test(said));
    };
    await until('both say the cause', saying);
  },
);
