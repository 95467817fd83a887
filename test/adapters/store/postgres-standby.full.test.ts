import postgres from 'postgres';
import { expect, onTestFinished } from 'vitest';
import { openPostgresStore } from '#adapters/store/postgres/open.ts';
import { DatabaseRoad } from '../../support/databases/database-road.ts';
import { startPostgresServer } from '../../support/databases/postgres-server.ts';
import { inboxEntryOf } from '../../support/designs/commits.ts';
import { designIdOf } from '../../support/designs/events.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { needing } from '../../support/runner/needing.ts';

const { describe, test } = await needing('programs of a Postgres server');
const BOUND = { timeout: 10_000 };

describe('a standby', () => {
  test('what was stored while nobody waited for it is acknowledged when the standby has it', async () => {
    const server = await startPostgresServer();
    onTestFinished(() => server.remove());
    const admin = postgres(server.url, { max: 1, onnotice: () => undefined });
    onTestFinished(() => admin.end());
    const { store } = await openPostgresStore({ url: server.url, log: keepLog() });
    onTestFinished(() => store.close());
    await store.ping();
    const standby = async (name: string) => {
      await admin.unsafe(`alter system set synchronous_standby_names = '${name}'`);
      await admin`select pg_reload_conf()`;
      await expect
        .poll(() => admin`select current_setting('synchronous_standby_names') as name`, BOUND)
        .toMatchObject([{ name }]);
    };
    const waiting = () =>
      admin<{ pid: number }[]>`select pid from pg_stat_activity where wait_event = 'SyncRep'`;
    // Commits wait once a process of the server's own has read the setting, which no other can see.
    const untilWaited = async () => {
      const probe = postgres(server.url, { max: 1, onnotice: () => undefined });
      onTestFinished(() => probe.end());
      const isWaitedFor = async () => {
        let isOver = false;
        const asked = probe`select pg_logical_emit_message(true, 'probe', '')`.then(() => {
          isOver = true;
        });
        while (!isOver && (await waiting()).length === 0) await new Promise(setImmediate);
        for (const { pid } of await waiting()) await admin`select pg_cancel_backend(${pid})`;
        const wasWaitedFor = !isOver;
        await asked;
        return wasWaitedFor;
      };
      await expect.poll(isWaitedFor, BOUND).toBe(true);
    };
    const cancel = async () => {
      await expect.poll(waiting, BOUND).not.toHaveLength(0);
      for (const { pid } of await waiting()) await admin`select pg_cancel_backend(${pid})`;
    };
    await standby('nobody');
    await untilWaited();

    let isAcknowledged = false;
    const accepted = store.accept(inboxEntryOf('a-reply', designIdOf(1))).then((answer) => {
      isAcknowledged = true;
      return answer;
    });
    // The first cancels the wait of the reply, the second that of what is to show it stored.
    await cancel();
    await expect.poll(() => admin`select 1 from inbox`, BOUND).toHaveLength(1);
    await cancel();
    await expect.poll(waiting, BOUND).toHaveLength(1);
    expect(isAcknowledged).toBe(false);
    await standby('');
    await accepted;
    expect(await admin`select 1 from inbox`).toHaveLength(1);
  });

  const FAILOVERS = ['killed', 'frozen', 'cut off'] as const;
  const WRITERS = 8;

  test.each(FAILOVERS)(
    'its primary %s, it is promoted: no acknowledged reply is lost',
    async (how) => {
      const primary = await startPostgresServer();
      onTestFinished(() => primary.remove());
      const standby = await startPostgresServer(null, primary.url);
      onTestFinished(() => standby.remove());
      const admin = postgres(primary.url, { max: 1, onnotice: () => undefined });
      await admin.unsafe(`alter system set synchronous_standby_names = '*'`);
      await admin`select pg_reload_conf()`;
      const states = () => admin`select sync_state from pg_stat_replication`;
      await expect.poll(states, BOUND).toMatchObject([{ sync_state: 'sync' }]);
      await admin.end();

      const road = await DatabaseRoad.to(primary.url);
      onTestFinished(() => road.close());
      const url = new URL(primary.url);
      url.host = road.host;
      const { store } = await openPostgresStore({ url: url.href, log: keepLog(), callMs: 2_000 });
      onTestFinished(() => store.close());
      const acknowledged: string[] = [];
      let isOver = false;
      const write = async (writer: number): Promise<void> => {
        for (let number = 0; !isOver; number += 1) {
          const entry = inboxEntryOf(`${writer}-${number}`, designIdOf(writer + 1));
          const accepted = () =>
            store.accept(entry).then(
              () => true,
              () => false,
            );
          while (!(await accepted())) await new Promise(setImmediate);
          acknowledged.push(entry.id);
        }
      };
      const writing = Array.from({ length: WRITERS }, (_, writer) => write(writer));
      await expect.poll(() => acknowledged.length, BOUND).toBeGreaterThan(100);
      if (how === 'killed') await primary.stop('immediate');
      if (how === 'frozen') primary.freeze();
      if (how === 'cut off') road.goSilent();
      await standby.promote();
      const promoted = postgres(standby.url, { max: 1, onnotice: () => undefined });
      onTestFinished(() => promoted.end());
      const before = acknowledged.length;
      road.leadTo(standby.url);
      await expect.poll(() => acknowledged.length, BOUND).toBeGreaterThan(before + 100);
      isOver = true;
      await Promise.all(writing);
      const stored = (await promoted<{ id: string }[]>`select id from inbox`).map(({ id }) => id);
      expect(stored.toSorted()).toEqual(acknowledged.toSorted());
    },
  );
});
