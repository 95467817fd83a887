import postgres from 'postgres';
import { expect } from 'vitest';
import { InProcess } from '../entry/in-process.ts';
import { afterwards } from '../entry/waiting.ts';
import { DatabaseRoad } from '../support/databases/database-road.ts';
import { startPostgresServer } from '../support/databases/postgres-server.ts';
import { needing } from '../support/runner/needing.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { answerTo, expectAsleep, grant, REHEARSAL } from './rights-kept.ts';

const { test } = await needing('postgres', 'programs of a Postgres server');

test('P16: rights sleep after a failover to a standby that was behind a revocation', async () => {
  const primary = await startPostgresServer();
  afterwards(() => primary.remove());
  const road = await DatabaseRoad.to(primary.url);
  afterwards(() => road.close());
  const url = new URL(primary.url);
  url.host = road.host;
  const environment = { DATABASE_URL: url.href };
  const dataDir = temporaryFolder();
  const daemon = await InProcess.start(dataDir, {
    ...REHEARSAL,
    CHARRETTE_LOG_LEVEL: 'info',
    ...environment,
  });
  afterwards(() => daemon.stop());
  const rights = await grant(daemon);
  const standby = await startPostgresServer(null, primary.url);
  afterwards(() => standby.remove());
  const behind = postgres(standby.url, { max: 1, onnotice: () => undefined });
  const tokens = () =>
    behind<{ name: string }[]>`select name from access_tokens where revoked_at is null`;
  await expect.poll(async () => (await tokens()).length).toBe(2);
  // Nothing more reaches it.
  await behind.unsafe(`alter system set primary_conninfo = ''`);
  await behind`select pg_reload_conf()`;
  await expect.poll(async () => (await behind`select from pg_stat_wal_receiver`).length).toBe(0);
  await rights.revoke(daemon);
  await primary.stop('immediate');
  await behind.end();
  await standby.promote();
  road.leadTo(standby.url);
  const refused = async () => (await answerTo(daemon, rights.kept)).status;
  await expect.poll(refused, { timeout: 60_000 }).toBe(401);
  await expectAsleep(daemon, rights, dataDir, environment);
});
