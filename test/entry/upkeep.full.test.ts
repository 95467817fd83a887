import { existsSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { killEveryDaemon, startDaemon } from '../support/daemon-process.ts';
import { needing } from '../support/needing.ts';
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
const onPostgres = await needing('postgres');

onPostgres.describe('on Postgres', () => {
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

  test('P9: daemons do the work of the day once, over the connections that they have, and stop cleanly', async () => {
    const client = postgres(url.href, { max: 1, onnotice: () => undefined });
    const daemons = [1, 2].map(() => startDaemon({ dataDir, databaseUrl: url.href }));
    const [first, second] = await Promise.all(daemons);
    const runs = async () => (await client`select name from daily_runs`).map(({ name }) => name).toSorted();
    await expect.poll(runs, within).toEqual(['collection']);
    const leaderships = await client`select name from leaderships`;
    expect(leaderships.map(({ name }) => name)).toEqual(['daily collection']);
    const [open] = await client`select count(*)::int as count from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`;
    expect(open?.count).toBeLessThanOrEqual(2 * 11);
    for (const daemon of [first, second]) {
      expect(await daemon?.stop(), daemon?.output).toEqual({ code: 0, signal: null });
    }
    const ends = [first, second].flatMap((daemon) => daemon?.output.match(/"msg":"collected"/g) ?? []);
    expect(ends.toSorted()).toEqual(['"msg":"collected"']);
    await client.end();
  });
});
