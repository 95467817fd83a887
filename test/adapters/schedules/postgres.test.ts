import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { keepTimeOnPostgres } from '../../../src/adapters/schedules/postgres.ts';
import { addressWithUser } from '../../../src/adapters/store/postgres/connect.ts';
import type { Schedules } from '../../../src/runtime/ports/schedules.ts';
import { keptLog } from '../../support/child-sessions.ts';
import { type PostgresServer, postgresPrograms, startPostgresServer } from '../../support/postgres-server.ts';

const BOUND_MS = 90_000;
const within = { timeout: BOUND_MS, interval: 100 };
const NAME = 'collection';
const programs = postgresPrograms();
const skipped = programs.folder === null ? ` (skipped: ${programs.reason})` : '';

/** A time of day that came and went some hours ago. */
function twoHoursAgo() {
  const then = new Date(Date.now() - 2 * 3_600_000);
  return { hour: then.getUTCHours(), minute: then.getUTCMinutes() };
}

describe.skipIf(programs.folder === null)(
  `schedules on Postgres${skipped}`,
  { timeout: 2 * BOUND_MS },
  () => {
    let server: PostgresServer;
    let client: postgres.Sql;
    const open: Schedules[] = [];
    let log = keptLog();
    const said = (name: string) => log.events.some(({ event }) => event === name);

    beforeAll(async () => {
      server = await startPostgresServer(programs.folder ?? '');
      client = postgres(server.url, { max: 1, onnotice: () => undefined });
    }, BOUND_MS);
    beforeEach(() => {
      log = keptLog();
    });
    afterEach(async () => {
      await Promise.all(open.splice(0).map((schedules) => schedules.stop()));
      await client`drop schema if exists pgboss cascade`;
    }, BOUND_MS);
    afterAll(async () => {
      await client?.end({ timeout: 1 });
      await server?.remove();
    }, BOUND_MS);

    function daemon(work: () => Promise<void>, urls = [server.url]): Schedules {
      const daily = { name: NAME, at: twoHoursAgo(), work };
      const addresses = urls.map(addressWithUser);
      const schedules = keepTimeOnPostgres(daily, { addresses, log, lookSeconds: 1 });
      open.push(schedules);
      return schedules;
    }

    async function registered(): Promise<boolean> {
      const [there] = await client`select to_regclass('pgboss.schedule') is not null as made`;
      if (there?.made !== true) return false;
      const [row] = await client`select count(*)::int as count from pgboss.schedule where name = ${NAME}`;
      return row?.count === 1;
    }

    /** As it is when all daemons were away over the time of day that has just been. */
    async function missIt(): Promise<void> {
      await client`update pgboss.schedule set created_on = now() - interval '2 days'`;
      await client`update pgboss.version set cron_on = now() - interval '3 hours'`;
    }

    /** When the fleet last looked whether something is due, in seconds. */
    async function lastLook(): Promise<number> {
      const [row] = await client`select extract(epoch from cron_on)::float8 as seconds from pgboss.version`;
      return Number(row?.seconds);
    }

    test('what was missed while no daemon ran is done once, by one of them', async () => {
      const first = daemon(() => Promise.reject(new Error('nothing is due yet')));
      await expect.poll(registered, within).toBe(true);
      await first.stop();
      await missIt();
      let times = 0;
      const work = async () => {
        times += 1;
      };
      daemon(work);
      daemon(work);
      await expect.poll(() => times, within).toBe(1);
      const doneAt = await lastLook();
      await expect.poll(lastLook, within).toBeGreaterThan(doneAt + 2);
      const [jobs] = await client`select count(*)::int as count from pgboss.job where name = ${NAME}`;
      expect({ times, jobs: jobs?.count }).toEqual({ times: 1, jobs: 1 });
    });

    test('a database that goes away ends nothing, and the work is done once it is back', async () => {
      let times = 0;
      daemon(async () => {
        times += 1;
      });
      await expect.poll(registered, within).toBe(true);
      await server.stop('immediate');
      await expect.poll(() => said('schedules_fault'), within).toBe(true);
      await server.start();
      await missIt();
      await expect.poll(() => times, within).toBe(1);
    });

    test('a database that is away at the start is waited for', async () => {
      await server.stop('fast');
      daemon(async () => undefined);
      await expect.poll(() => said('schedules_fault'), within).toBe(true);
      await server.start();
      await expect.poll(registered, within).toBe(true);
    });

    test('of several hosts the next is tried when one cannot be reached', async () => {
      let times = 0;
      const work = async () => {
        times += 1;
      };
      daemon(work, ['postgres://postgres@127.0.0.1:1/postgres', server.url]);
      await expect.poll(registered, within).toBe(true);
      await missIt();
      await expect.poll(() => times, within).toBe(1);
    });

    test('stopping takes some seconds at most while the database is away, and leaves nothing behind', async () => {
      const schedules = daemon(async () => undefined);
      await expect.poll(registered, within).toBe(true);
      await server.stop('immediate');
      await schedules.stop();
      await server.start();
      const [row] = await client`
      select count(*)::int as count from pg_stat_activity where application_name = 'charrette schedules'`;
      expect(row?.count).toBe(0);
    });
  },
);
