import postgres from 'postgres';
import { describe, expect, test } from 'vitest';
import { sql } from '#adapters/store/drizzle.ts';
import { connect } from '#adapters/store/postgres/connect.ts';
import { openPostgresStore } from '#adapters/store/postgres/open.ts';
import { transact } from '#adapters/store/postgres/transacted.ts';
import type { DesignId } from '#core/vocabulary/ids.ts';
import { OwnershipLostError, StaleVersionError } from '#foundation/fault.ts';
import { storeContract } from '../../contract/store.ts';
import { CutRoad } from '../../support/databases/cut-road.ts';
import { commitOf, inboxEntryOf } from '../../support/designs/commits.ts';
import { designIdOf } from '../../support/designs/events.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { describeOnStores } from './on-postgres.ts';

/** Everything that is due at all is due by then. */
const LATER = 2_000_000_000_000;

describeOnStores('Postgres', (own) => {
  test('several daemons that start together on an empty database all come up', async () => {
    const empty = await own.another();
    const opening = () => openPostgresStore({ url: empty.url, log: keepLog() });
    const stores = await Promise.all(Array.from({ length: 4 }, opening));
    await Promise.all(stores.map(({ store }) => store.ping()));
    const [first, second] = stores;
    await first?.store.accept(inboxEntryOf('first', designIdOf(0)));
    const epoch = (await first?.fleet.claim(designIdOf(0))) ?? 0;
    await first?.store.commit(commitOf(designIdOf(0), { epoch }));
    expect(await second?.store.summary(designIdOf(0))).toMatchObject({ version: 1 });
    await Promise.all(stores.map(({ fleet }) => fleet.leave()));
    await Promise.all(stores.map(({ store }) => store.close()));
    await empty.drop();
  });

  describe('the contract', () =>
    storeContract(async () => {
      const setEpoch = async (designId: DesignId, epoch: number) => {
        await own.query(`update designs set epoch = ${epoch} where id = '${designId}'`);
      };
      return { ...(await own.open()), setEpoch };
    }));

  test('P6: a claim whose answer was lost is made again, and a known one is not', async () => {
    const fresh = await own.another();
    const raw = postgres(fresh.url, { max: 1, onnotice: () => undefined });
    const { store, fleet } = await openPostgresStore({ url: fresh.url, log: keepLog() });
    const [known, unknown] = [designIdOf(1), designIdOf(2)];
    for (const designId of [known, unknown])
      await store.accept(inboxEntryOf(`start-${designId}`, designId));
    const epoch = (await fleet.claim(known)) ?? 0;
    // As a statement of this very daemon leaves it that is carried out while its connection is
    // lost.
    await raw`update designs set owner = (select owner from designs where id = ${known}), epoch = 1 where id = ${unknown}`;
    expect(await fleet.claimDue(LATER, 10)).toMatchObject([{ designId: unknown }]);
    expect(await fleet.claimDue(LATER, 10)).toEqual([]);
    expect([await fleet.claim(known), await fleet.claim(unknown)]).toEqual([null, null]);
    await fleet.release({ designId: known, epoch }, 0, 1);
    expect(await fleet.claim(known)).toBeGreaterThan(epoch + 1);
    await fleet.leave();
    await store.close();
    await raw.end();
    await fresh.drop();
  });

  test('a statement that waits for too long times out, and the next one is carried out', async () => {
    const { store, fleet } = await own.open();
    // Far longer than a slow database takes for the statements beside the one that waits.
    const { store: bounded } = await own.open({ statementMs: 5_000 });
    const designId = designIdOf(9_000);
    await store.accept(inboxEntryOf('slow', designId));
    const epoch = (await fleet.claim(designId)) ?? 0;
    const other = postgres(own.url, { max: 1, onnotice: () => undefined });
    await other`begin`;
    await other`select id from designs where id = ${designId} for update`;
    await expect(bounded.commit(commitOf(designId, { epoch }))).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining('took too long'),
    });
    await other`rollback`;
    await other.end();
    await bounded.commit(commitOf(designId, { epoch }));
    await fleet.leave();
    await Promise.all([store.close(), bounded.close()]);
  });

  test('P4: a commit cut after any statement stores nothing, and once where only its answer is lost', async () => {
    const road = await CutRoad.to(own.url);
    const { store, fleet } = await openPostgresStore({ url: road.url, log: keepLog() });
    const { store: beside } = await own.open();
    const designId = designIdOf(9_001);
    await store.accept(inboxEntryOf('cut', designId));
    const epoch = (await fleet.claim(designId)) ?? 0;
    const commit = commitOf(designId, {
      epoch,
      effects: [{ id: `${designId}/1.0`, effect: { type: 'write_files' } }],
      handled: [{ inboxId: 'cut', answer: { accepted: true } }],
    });
    const seen = async () => [
      (await beside.events(designId, 0, 10)).length,
      (await beside.pendingEffects(designId)).length,
      (await beside.mail(designId)).entries.length,
    ];
    // `begin`, its time limit, the design's row, the answer, positions, the event, the effect,
    // `commit`.
    const statements = 8;
    for (let sent = 0; sent < statements; sent += 1) {
      const cut = road.cutAfter(sent);
      const failed = store.commit(commit).catch((error: unknown) => error);
      await cut;
      expect([sent, await seen()]).toEqual([sent, [0, 0, 1]]);
      expect(await failed).toMatchObject({ code: 'store_unavailable' });
    }
    const cut = road.cutAfter(statements);
    const failed = store.commit(commit).catch((error: unknown) => error);
    await cut;
    expect(await seen()).toEqual([1, 1, 0]);
    expect(await failed).toMatchObject({ code: 'store_unavailable' });
    await expect(store.commit(commit)).rejects.toBeInstanceOf(StaleVersionError);
    expect(await seen()).toEqual([1, 1, 0]);
    await fleet.leave();
    await Promise.all([store.close(), beside.close()]);
    await road.close();
  });

  test('P6: no statement of a refused transaction fails, so that the database logs nothing', async () => {
    const road = await CutRoad.to(own.url);
    const { store, fleet } = await openPostgresStore({ url: road.url, log: keepLog() });
    const designId = designIdOf(9_002);
    const entry = inboxEntryOf('refused', designId);
    expect(await Promise.all([store.accept(entry), store.accept(entry)])).toHaveLength(2);
    const epoch = (await fleet.claim(designId)) ?? 0;
    const commit = commitOf(designId, {
      epoch,
      effects: [{ id: `${designId}/1.0`, effect: { type: 'write_files' } }],
      handled: [{ inboxId: 'refused', answer: { accepted: true } }],
    });
    await store.commit(commit);
    await expect(store.commit(commit)).rejects.toBeInstanceOf(StaleVersionError);
    await expect(store.commit({ ...commit, epoch: epoch - 1 })).rejects.toBeInstanceOf(
      OwnershipLostError,
    );
    await expect(store.markHandled(designId, epoch, commit.handled)).rejects.toBeInstanceOf(
      StaleVersionError,
    );
    expect(road.failed).toBe(0);
    await fleet.leave();
    await store.close();
    await road.close();
  });

  test.each(['required', 'other'])(
    'P4: nothing is stored where the server has forgotten the %s statement',
    async (forgotten) => {
      const scratch = await own.another();
      const client = connect(scratch.url, { connections: 1 });
      await client.unsafe('create table heads (version int); create table numbers (version int)');
      await client`insert into heads values (0)`;
      const advance = (version: number) =>
        transact(client, {
          required: [sql`update heads set version = ${version}`],
          others: [sql`insert into numbers values (${version})`],
        });
      expect(await advance(1)).toBe(true);
      const table = forgotten === 'required' ? 'heads set' : 'numbers values';
      const [prepared] = await client.unsafe(
        `select name from pg_prepared_statements where statement like '%${table} %$1%'`,
      );
      await client.unsafe(`deallocate "${prepared?.name}"`);
      await expect(advance(2)).rejects.toThrow();
      const rows =
        await client`select (select version from heads) as head, max(version) as last from numbers`;
      expect([...rows]).toEqual([{ head: 1, last: 1 }]);
      await client.end();
      await scratch.drop();
    },
  );

  test('a database of a newer version is refused and left as it is', async () => {
    const changed = await own.another();
    const opening = () => openPostgresStore({ url: changed.url, log: keepLog() });
    await (await opening()).store.close();
    const client = postgres(changed.url, { max: 1, onnotice: () => undefined });
    await client`insert into drizzle.__drizzle_migrations (hash, created_at) values ('of tomorrow', 9999999999999)`;
    await expect(opening()).rejects.toMatchObject({ code: 'store_newer' });
    await client`delete from drizzle.__drizzle_migrations where hash = 'of tomorrow'`;
    await client.end();
    await (await opening()).store.close();
    await changed.drop();
  });

  test('a read-only database is not ready', async () => {
    const changed = await own.another();
    const opening = () => openPostgresStore({ url: changed.url, log: keepLog() });
    await (await opening()).store.close();
    await changed.admin.unsafe(
      `alter database ${changed.name} set default_transaction_read_only = on`,
    );
    const late = await opening().then(
      ({ store }) => store.ping().finally(() => store.close()),
      (error: unknown) => error,
    );
    expect(late).toMatchObject({ code: 'store_read_only' });
    await changed.drop();
  });

  test('a missing database is a fault that names neither user nor password', async () => {
    const missing = new URL(own.url);
    missing.pathname = `${own.name}_missing`;
    missing.password = 'hush';
    const fault = await openPostgresStore({ url: missing.href, log: keepLog() }).catch(
      (error: unknown) => error,
    );
    expect(fault).toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining('DATABASE_URL'),
    });
    expect(`${fault} ${fault instanceof Error ? fault.cause : ''}`).not.toContain('hush');
  });
});

test('a database without a server is a fault with the reason in its cause', async () => {
  const url = 'postgres://ada:hush@127.0.0.1:9/none';
  const fault = await openPostgresStore({ url, log: keepLog() }).catch((error: unknown) => error);
  expect(fault).toMatchObject({ code: 'store_unavailable' });
  expect(String(fault instanceof Error && fault.cause)).toContain('ECONNREFUSED');
  expect(`${fault} ${fault instanceof Error ? fault.cause : ''}`).not.toContain('hush');
});
