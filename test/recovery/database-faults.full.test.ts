import { expect, onTestFinished } from 'vitest';
import type { PublicEvent } from '../../src/presentation/words/withhold-secrets.ts';
import type { Daemon } from '../entry/daemon.ts';
import { type PostgresServer, startPostgresServer } from '../support/databases/postgres-server.ts';
import { needing } from '../support/runner/needing.ts';
import { expectNoProcess, expectThread, expectWhole } from './expected.ts';
import { attend, start } from './people.ts';
import { until, World } from './world.ts';

const LATENCY_MS = 150;
/**
 * Requests that are refused, one after the other, before the server is back: each tries to reach it
 * anew.
 */
const REFUSED = 5;

const { describe, test } = await needing('programs of a Postgres server');

/**
 * A design in a world with a daemon and a database server of its own. People follow it, and come
 * back, whatever happens to the server.
 */
interface Running {
  readonly id: string;
  readonly daemon: Daemon;
  readonly server: PostgresServer;
  /**
   * Expects that the design completes with nothing lost or doubled, and that its daemon leaves
   * nothing behind.
   */
  readonly completes: () => Promise<void>;
}

async function begin(topic: string): Promise<Running> {
  const server = await startPostgresServer();
  onTestFinished(() => server.remove());
  const world = await World.ofTest(LATENCY_MS);
  const url = await world.database(server.url);
  const daemon = await world.start(await world.daemon(url));
  const id = await start(daemon, topic);
  const feed = daemon.events(id, true);
  const told: Promise<PublicEvent> = attend(daemon, id);
  const completes = async () => {
    await told;
    await expectWhole(daemon, id, world.chat);
    expect(await daemon.stop(), daemon.output).toEqual({ code: 0, signal: null });
    await expectThread(feed.seen, id, world.chat);
    await expectNoProcess(feed.seen);
  };
  return { id, daemon, server, completes };
}

describe('a database that fails', () => {
  test.each([
    ['restarted', 'fast', 'proposal_sealed'],
    ['restarted after a crash', 'immediate', 'position_argued'],
  ] as const)('P2: %s in the middle of a run, it costs nothing', async (what, how, moment) => {
    const { id, daemon, server, completes } = await begin(`The database is ${what}`);
    await daemon.events(id).until(moment, ({ type }) => type === moment);
    await server.stop(how);
    await server.start();
    await completes();
  });

  test('P2: away for a while, it makes the daemon unready, and it is ready again by itself', async () => {
    const { id, daemon, server, completes } = await begin('The database is away');
    const readiness = async (): Promise<number> => (await daemon.request('/readyz')).status;
    await daemon.events(id).until('proposals', ({ type }) => type === 'proposal_sealed');
    await server.stop('fast');
    await until('it is not ready', async () => (await readiness()) === 503);
    for (let count = 0; count < REFUSED; count++) {
      const refused = await daemon.post('/designs', { topic: 'Not now' });
      expect(refused.status).toBe(503);
      expect(refused.body).toMatchObject({
        error: { code: expect.any(String), message: expect.any(String) },
      });
    }
    expect(await readiness()).toBe(503);
    await server.start();
    await until('it is ready', async () => (await readiness()) === 200);
    await completes();
  });
});
