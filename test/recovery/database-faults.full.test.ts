import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import { afterAll, beforeAll, expect } from 'vitest';
import type { PublicEvent } from '../../src/core/telling/public-event.ts';
import type { Daemon } from '../entry/daemon.ts';
import { needing } from '../support/needing.ts';
import { type PostgresServer, startPostgresServer } from '../support/postgres-server.ts';
import { expectNoProcess, expectThread, expectWhole } from './expected.ts';
import { attend, start } from './people.ts';
import { until, World } from './world.ts';

const LATENCY_MS = 150;
/** How long the server stays away: longer than any one attempt to connect. */
const AWAY_MS = 6_000;

const { describe, test } = await needing('programs of a Postgres server');

describe('a database that fails', () => {
  let world: World;
  let server: PostgresServer;
  let database: string;
  let daemon: Daemon;

  beforeAll(async () => {
    [world, server] = await Promise.all([World.open(LATENCY_MS), startPostgresServer()]);
    database = await world.database(server.url);
    daemon = await world.start(await world.daemon(database));
  });
  afterAll(async () => {
    await world.close();
    await server.remove();
  });

  /** Starts a design whose people follow it, and come back, whatever happens to the database. */
  async function begin(topic: string): Promise<{ id: string; told: Promise<PublicEvent> }> {
    const id = await start(daemon, topic);
    daemon.events(id, true);
    return { id, told: attend(daemon, id) };
  }

  const readiness = async (): Promise<number> => (await daemon.request('/readyz')).status;

  test.each([
    ['restarted', 'fast', 'proposal_sealed'],
    ['restarted after a crash', 'immediate', 'position_argued'],
  ] as const)('P2: %s in the middle of a run, it costs nothing', async (what, how, moment) => {
    const { id, told } = await begin(`The database is ${what}`);
    await daemon.events(id).until(moment, ({ type }) => type === moment);
    await server.stop(how);
    await server.start();
    await told;
    await expectWhole(daemon, id, world.chat);
  });

  test('P2: away for a while, it makes the daemon unready, and it is ready again by itself', async () => {
    const { id, told } = await begin('The database is away');
    await daemon.events(id).until('proposals', ({ type }) => type === 'proposal_sealed');
    await server.stop('fast');
    await until('it is not ready', async () => (await readiness()) === 503);
    const refused = await daemon.post('/designs', { topic: 'Not now' });
    expect(refused.status).toBe(503);
    expect(refused.body).toMatchObject({ error: { code: expect.any(String), message: expect.any(String) } });
    await delay(AWAY_MS);
    expect(await readiness()).toBe(503);
    await server.start();
    await until('it is ready', async () => (await readiness()) === 200);
    await told;
    await expectWhole(daemon, id, world.chat);
  });

  test('P2: with every connection cut again and again, a design completes', async () => {
    const { id, told } = await begin('Connections are cut');
    const feed = daemon.events(id);
    const admin = postgres(server.url, { max: 1 });
    const name = new URL(database).pathname.slice(1);
    const pause = Promise.withResolvers<void>();
    void feed
      .until('the gate', ({ type }) => type === 'gate_opened')
      .then(() => pause.resolve(), pause.reject);
    let isCutting = true;
    const cutting = pause.promise.finally(() => {
      isCutting = false;
    });
    let cut = 0;
    while (isCutting) {
      const ended =
        await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
      cut += ended.length;
      await Promise.race([delay(300), cutting]);
    }
    await admin.end();
    expect(cut).toBeGreaterThan(2);
    await told;
    await expectWhole(daemon, id, world.chat);
  });

  test('nothing is left of it all', async () => {
    const { designs } = await daemon.get<{ designs: { id: string; status: string }[] }>('/designs');
    expect(designs.map(({ status }) => status)).toEqual(Array(4).fill('completed'));
    const told = designs.map(({ id }) => ({ id, seen: daemon.events(id).seen }));
    expect(await daemon.stop(), daemon.output).toEqual({ code: 0, signal: null });
    for (const { id, seen } of told) {
      await expectThread(seen, id, world.chat);
      await expectNoProcess(seen);
    }
  });
});
