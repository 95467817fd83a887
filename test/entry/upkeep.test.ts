import { existsSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { killEveryDaemon, startDaemon } from '../support/daemon-process.ts';
import { OLD, RECENT, storeWithDesigns } from '../support/old-designs.ts';
import { reachablePostgres } from '../support/postgres.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const BOUND_MS = 120_000;
const within = { timeout: 60_000, interval: 100 };
let dataDir: string;

beforeEach(() => {
  dataDir = temporaryFolder();
});
afterEach(async () => {
  await killEveryDaemon();
}, BOUND_MS);

test('P9: a daemon with an embedded store collects when it starts', async () => {
  await storeWithDesigns(dataDir);
  const daemon = await startDaemon({ dataDir });
  await expect.poll(() => existsSync(join(dataDir, 'designs', OLD)), within).toBe(false);
  expect(existsSync(join(dataDir, 'designs', RECENT))).toBe(true);
  expect(await daemon.stop(), daemon.output).toEqual({ code: 0, signal: null });
});

const server = await reachablePostgres();
const skipped = server.url === null ? ` (skipped: ${server.reason})` : '';

describe.skipIf(server.url === null)(`on Postgres${skipped}`, () => {
  const name = `charrette_upkeep_${process.pid}_${Date.now()}`;
  const url = new URL(server.url ?? 'postgres://unused');
  url.pathname = name;
  let admin: postgres.Sql;

  beforeEach(async () => {
    admin = postgres(server.url ?? '', { max: 1, onnotice: () => undefined });
    await admin.unsafe(`create database ${name}`);
  }, BOUND_MS);
  afterEach(async () => {
    await killEveryDaemon();
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.end();
  }, BOUND_MS);

  test('P9: daemons share one schedule, and stop cleanly', async () => {
    const daemons = [1, 2].map(() => startDaemon({ dataDir, databaseUrl: url.href }));
    const [first, second] = await Promise.all(daemons);
    const client = postgres(url.href, { max: 1, onnotice: () => undefined });
    const schedules = async () => {
      const [there] = await client`select to_regclass('pgboss.schedule') is not null as made`;
      return there?.made === true
        ? [...(await client`select name, cron, timezone from pgboss.schedule`)]
        : [];
    };
    await expect
      .poll(schedules, within)
      .toEqual([{ name: 'collection', cron: '17 3 * * *', timezone: 'UTC' }]);
    await client.end();
    for (const daemon of [first, second]) {
      expect(await daemon?.stop(), daemon?.output).toEqual({ code: 0, signal: null });
    }
  });

  test('an address without a user has the schedule kept by the one that the store connects as', async () => {
    const nameless = new URL(url);
    nameless.username = '';
    nameless.password = '';
    // The store's driver reads this one, and the schedule's does not.
    const environment = { PGUSERNAME: url.username, PGPASSWORD: decodeURIComponent(url.password) };
    const daemon = await startDaemon({ dataDir, databaseUrl: nameless.href, environment });
    const client = postgres(url.href, { max: 1, onnotice: () => undefined });
    const made = async () =>
      (await client`select to_regclass('pgboss.schedule') is not null as made`)[0]?.made;
    await expect.poll(made, within).toBe(true);
    await client.end();
    expect(daemon.output).not.toContain('schedules_fault');
    expect(await daemon.stop(), daemon.output).toEqual({ code: 0, signal: null });
  });
});
