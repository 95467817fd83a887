import { expect, test } from 'vitest';
import { openPostgresStore } from '#adapters/store/postgres/open.ts';
import type { Store } from '#ports/store.ts';
import { DatabaseRoad } from '../../support/databases/database-road.ts';
import { commitOf, inboxEntryOf } from '../../support/designs/commits.ts';
import { designIdOf } from '../../support/designs/events.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { describeOnStores } from './on-postgres.ts';

const soon = { timeout: 50_000, interval: 100 };

describeOnStores('a database behind hosts', (own) => {
  const urlOver = (...hosts: string[]) => own.url.replace(new URL(own.url).host, hosts.join(','));
  const answers = (store: Store) =>
    store.ping().then(
      () => true,
      (error: unknown) => error,
    );

  test('an unreachable host is passed over, and when the one in use is gone the next takes its place', async () => {
    const [first, second] = [await DatabaseRoad.to(own.url), await DatabaseRoad.to(own.url)];
    const { store, fleet } = await openPostgresStore({
      url: urlOver('127.0.0.1:9', first.host, second.host),
      log: keepLog(),
    });
    await store.accept(inboxEntryOf('start', designIdOf(1)));
    const epoch = (await fleet.claim(designIdOf(1))) ?? 0;
    await first.close();
    await expect.poll(() => answers(store), soon).toBe(true);
    await expect.poll(() => fleet.isSure(), soon).toBe(true);
    await store.commit(commitOf(designIdOf(1), { epoch }));
    await second.close();
    await expect.poll(() => answers(store), soon).toMatchObject({ code: 'store_unavailable' });
    await expect.poll(() => fleet.isSure(), soon).toBe(false);
    await store.close();
  });

  test.each(['end', 'resetAndDestroy'] as const)(
    'a host that takes connections and then ends them (%s) is passed over, and left for the next',
    async (how) => {
      const [away, first, second] = [
        await DatabaseRoad.to(own.url),
        await DatabaseRoad.to(own.url),
        await DatabaseRoad.to(own.url),
      ];
      away.turnAway(how);
      const log = keepLog();
      const url = urlOver(away.host, first.host, second.host);
      const { store, fleet } = await openPostgresStore({ url, log, callMs: 2_000 });
      await store.accept(inboxEntryOf(`start-${how}`, designIdOf(how.length)));
      expect(await fleet.claim(designIdOf(how.length))).not.toBeNull();
      first.turnAway(how);
      await expect.poll(() => answers(store), soon).toBe(true);
      await expect.poll(() => fleet.isSure(), soon).toBe(true);
      expect(log.events.map(({ event }) => event)).toContain('store_host_changed');
      await fleet.leave();
      await store.close();
      await Promise.all([away, first, second].map((road) => road.close()));
    },
  );

  test('a host that goes silent fails the calls on it, and is connected to again', async () => {
    const road = await DatabaseRoad.to(own.url);
    const { store, fleet } = await openPostgresStore({
      url: urlOver(road.host),
      log: keepLog(),
      callMs: 2_000,
    });
    await store.accept(inboxEntryOf('silent', designIdOf(2)));
    const epoch = await fleet.claim(designIdOf(2));
    road.goSilent();
    await expect(store.ping()).rejects.toMatchObject({ code: 'store_unavailable' });
    await expect.poll(() => answers(store), soon).toBe(true);
    await expect.poll(() => fleet.isSure(), soon).toBe(true);
    await store.commit(commitOf(designIdOf(2), { epoch: epoch ?? 0 }));
    await fleet.leave();
    await store.close();
    await road.close();
  });
});
