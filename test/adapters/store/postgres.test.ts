import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPostgresStore } from '../../../src/adapters/store/postgres/open.ts';
import { storeContract } from '../../contract/store.ts';
import { expectGoneOn, expectGoneOnMeanwhile, leftByTheFirstVersion } from '../../contract/upgrade.ts';
import { commitOf, inboxEntryOf } from '../../support/commits.ts';
import { designIdOf } from '../../support/events.ts';
import { ownDatabase, reachablePostgres } from '../../support/postgres.ts';

const ignore = () => undefined;
const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

const server = await reachablePostgres();
const skipped = server.url === null ? ` (skipped: ${server.reason})` : '';

describe.skipIf(server.url === null)(`Postgres${skipped}`, () => {
  let own: Awaited<ReturnType<typeof ownDatabase>>;
  beforeAll(async () => {
    own = await ownDatabase(server.url ?? '');
  });
  afterAll(() => own.drop());

  const open = () => openPostgresStore({ url: own.url, log });

  test('several daemons that start together on an empty database all come up', async () => {
    const stores = await Promise.all(Array.from({ length: 4 }, open));
    await Promise.all(stores.map(({ store }) => store.ping()));
    const [first, second] = stores;
    await first?.store.accept(inboxEntryOf('first', designIdOf(0)));
    expect(await first?.fleet.claim(designIdOf(0))).toBe(1);
    await first?.store.commit(commitOf(designIdOf(0)));
    expect(await second?.store.summary(designIdOf(0))).toMatchObject({ version: 1 });
    // What a daemon owns that is only gone becomes due when it is missed, in the middle of what is tried after this.
    await Promise.all(stores.map(({ fleet }) => fleet.leave()));
    await Promise.all(stores.map(({ store }) => store.close()));
  });

  describe('the contract', () => storeContract(open));

  test('C18: what an earlier version has not finished is found again', async () => {
    const earlier = await ownDatabase(server.url ?? '');
    const raw = postgres(earlier.url, { max: 1, onnotice: ignore });
    await leftByTheFirstVersion((statement) => raw.unsafe(statement));
    const opened = await openPostgresStore({ url: earlier.url, log });
    await expectGoneOn(opened);
    await expectGoneOnMeanwhile(opened.fleet, (statement) => raw.unsafe(statement));
    await opened.fleet.leave();
    await opened.store.close();
    await raw.end();
    await earlier.drop();
  });

  test('a statement that has to wait for too long is given up, and the next one is carried out', async () => {
    const { store, fleet } = await openPostgresStore({ url: own.url, log, statementMs: 500 });
    const designId = designIdOf(9_000);
    await store.accept(inboxEntryOf('slow', designId));
    const epoch = (await fleet.claim(designId)) ?? 0;
    const other = postgres(own.url, { max: 1, onnotice: ignore });
    await other`begin`;
    await other`select id from designs where id = ${designId} for update`;
    await expect(store.commit(commitOf(designId, { epoch }))).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining('took too long'),
    });
    await other`rollback`;
    await other.end();
    await store.commit(commitOf(designId, { epoch }));
    await fleet.leave();
    await store.close();
  }, 60_000);

  test('a database of a newer version is refused and left as it is', async () => {
    const client = postgres(own.url, { max: 1, onnotice: ignore });
    await client`insert into drizzle.__drizzle_migrations (hash, created_at) values ('of tomorrow', 1)`;
    await expect(open()).rejects.toMatchObject({ code: 'store_newer' });
    await client`delete from drizzle.__drizzle_migrations where hash = 'of tomorrow'`;
    await client.end();
    const { store } = await open();
    await store.close();
  });

  test('a database that may only be read is not ready', async () => {
    const { store } = await open();
    await own.admin.unsafe(`alter database ${own.name} set default_transaction_read_only = on`);
    const late = await openReadOnly();
    await own.admin.unsafe(`alter database ${own.name} reset default_transaction_read_only`);
    expect(late).toMatchObject({ code: 'store_read_only' });
    await store.close();
  });

  async function openReadOnly(): Promise<unknown> {
    return open().then(
      ({ store }) => store.ping().finally(() => store.close()),
      (error: unknown) => error,
    );
  }

  test('a database that is not there is a fault that names neither user nor password', async () => {
    const missing = new URL(own.url);
    missing.pathname = `${own.name}_missing`;
    missing.password = 'hush';
    const fault = await openPostgresStore({ url: missing.href, log }).catch((error: unknown) => error);
    expect(fault).toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining('DATABASE_URL'),
    });
    expect(`${fault} ${fault instanceof Error ? fault.cause : ''}`).not.toContain('hush');
  });
});

test('a database that nobody serves is a fault with the reason in its cause', async () => {
  const url = 'postgres://ada:hush@127.0.0.1:9/none';
  const fault = await openPostgresStore({ url, log }).catch((error: unknown) => error);
  expect(fault).toMatchObject({ code: 'store_unavailable' });
  expect(String(fault instanceof Error && fault.cause)).toContain('ECONNREFUSED');
  expect(`${fault} ${fault instanceof Error ? fault.cause : ''}`).not.toContain('hush');
});
