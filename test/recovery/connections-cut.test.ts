import { expect } from 'vitest';
import { ownStoreDatabase, reachablePostgres } from '../support/databases/postgres.ts';
import { needing } from '../support/runner/needing.ts';
import { expectWhole } from './expected.ts';
import { attend, start } from './people.ts';
import { until, World } from './world.ts';

const CUTS = 40;

const { describe, test } = await needing('postgres');

describe('connections to a database', () => {
  test('P2: a daemon whose connections are cut 40 times, new ones at once, completes its designs', async ({
    onTestFinished,
  }) => {
    const { url: server } = await reachablePostgres();
    const { url, name, admin, drop } = await ownStoreDatabase(server ?? '');
    onTestFinished(drop);
    const world = await World.ofTest(0, onTestFinished);
    const daemon = await world.start(await world.daemon(url));
    const ids = [await start(daemon, 'One of two'), await start(daemon, 'The other of two')];
    let cuts = 0;
    await until(`${CUTS} cuts`, async () => {
      const cut = await admin`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = ${name} and application_name = 'charrette'`;
      if (cut.length > 0) cuts += 1;
      expect(daemon.output).not.toContain('uncaught_error');
      return cuts >= CUTS;
    });
    // Whoever has just lost all its connections answers 503.
    await until('it to be back', async () => (await daemon.request('/readyz')).status === 200);
    await Promise.all(ids.map((id) => attend(daemon, id)));
    for (const id of ids) await expectWhole(daemon, id, world.chat);
    expect(await daemon.stop(), daemon.output).toEqual({ code: 0, signal: null });
  });
});
