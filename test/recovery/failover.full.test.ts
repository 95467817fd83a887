import postgres from 'postgres';
import { expect } from 'vitest';
import type { Daemon } from '../entry/daemon.ts';
import { DatabaseRoad } from '../support/databases/database-road.ts';
import { type PostgresServer, startPostgresServer } from '../support/databases/postgres-server.ts';
import { needing } from '../support/runner/needing.ts';
import { IS_NIGHT } from '../support/runner/whole.ts';
import { expectWhole } from './expected.ts';
import { attend, start } from './people.ts';
import { began, toldBy } from './two-machines.ts';
import { until, World } from './world.ts';

const LATENCY_MS = 150;
const DESIGNS = 12;
const REPLIES = 5;
/** Events between two replies, so that they are spread over the whole design. */
const GAP = 12;
const HOW = ['killed', 'cut off', 'frozen'] as const;
const FAILOVERS = IS_NIGHT ? 20 : 2;
const UNLIMITED = {
  CHARRETTE_DESIGNS_PER_PERSON_PER_DAY: 'none',
  CHARRETTE_BUDGET_USD_PER_DAY: 'none',
};

const { test } = await needing('programs of a Postgres server');

/**
 * A primary whose commits wait for a standby; when it is lost the standby takes its place and gets
 * one of its own.
 */
class Replicated {
  readonly road: DatabaseRoad;
  #primary: PostgresServer;
  #standby: PostgresServer;

  private constructor(road: DatabaseRoad, primary: PostgresServer, standby: PostgresServer) {
    this.road = road;
    this.#primary = primary;
    this.#standby = standby;
  }

  static async start(): Promise<Replicated> {
    const primary = await startPostgresServer();
    return new Replicated(await DatabaseRoad.to(primary.url), primary, await standbyOf(primary));
  }

  /** As the daemons reach it. */
  get url(): string {
    const url = new URL(this.#primary.url);
    url.host = this.road.host;
    return url.href;
  }

  /** Returns once the standby takes writes, and has none of its own yet. */
  async fail(how: (typeof HOW)[number]): Promise<void> {
    const lost = this.#primary;
    if (how === 'killed') await lost.stop('immediate');
    if (how === 'frozen') lost.freeze();
    if (how === 'cut off') this.road.goSilent();
    await this.#standby.promote();
    this.road.leadTo(this.#standby.url);
    this.#primary = this.#standby;
    await lost.remove();
  }

  async replace(): Promise<void> {
    this.#standby = await standbyOf(this.#primary);
  }

  async remove(): Promise<void> {
    await this.road.close();
    await this.#standby.remove();
    await this.#primary.remove();
  }
}

async function standbyOf(primary: PostgresServer): Promise<PostgresServer> {
  const standby = await startPostgresServer(null, primary.url);
  await asked(primary, async (admin) => {
    await admin.unsafe(`alter system set synchronous_standby_names = '*'`);
    await admin`select pg_reload_conf()`;
    await until('a standby that is waited for', async () => {
      const [state] = await admin`select sync_state from pg_stat_replication`;
      return state?.sync_state === 'sync';
    });
  });
  return standby;
}

async function asked(
  server: PostgresServer,
  ask: (admin: postgres.Sql) => Promise<unknown>,
): Promise<void> {
  const admin = postgres(server.url, { max: 1, onnotice: () => undefined });
  try {
    await ask(admin);
  } finally {
    await admin.end();
  }
}

/** People write while the design runs. Returns what was acknowledged. */
async function write(daemon: Daemon, id: string): Promise<string[]> {
  const texts: string[] = [];
  const feed = daemon.events(id);
  for (let number = 1; number <= REPLIES; number += 1) {
    const text = `Reply ${number} to ${id}.`;
    const { status } = await daemon.insist(`/designs/${id}/replies`, { text, author: 'ben' });
    expect(status).toBeLessThan(300);
    texts.push(text);
    await Promise.race([feed.count(feed.seen.length + GAP), daemon.untilEnded(id)]);
  }
  return texts;
}

test(`P2: ${FAILOVERS} failovers, twelve designs under way at each: what was acknowledged is there, once`, {
  timeout: 300_000 * FAILOVERS,
}, async ({ onTestFinished }) => {
  const world = await World.ofTest(LATENCY_MS, onTestFinished);
  const database = await Replicated.start();
  onTestFinished(() => database.remove());
  const daemons = await Promise.all(
    ['one', 'two'].map(async () => world.start(await world.daemon(database.url, UNLIMITED))),
  );
  const [one, two] = daemons;
  if (one === undefined || two === undefined) throw new Error('not two daemons');
  const figures = { acknowledged: 0, lost: 0, doubled: 0 };

  await toldBy([one, two], async () => {
    for (let number = 0; number < FAILOVERS; number += 1) {
      const how = HOW[number % HOW.length] ?? 'killed';
      const designs = Array.from({ length: DESIGNS }, async (_, at) => {
        const daemon = at % 2 === 0 ? one : two;
        const id = await start(daemon, `Failover ${number}, design ${at}`);
        daemon.events(id, true);
        return { id, daemon };
      });
      const running = await Promise.all(designs);
      const attended = running.map(({ id, daemon }) => attend(daemon, id));
      const written = running.map(({ id, daemon }) => write(daemon, id));
      await Promise.race(
        running.map(({ id, daemon }) => daemon.events(id).until('proposals', began('proposals'))),
      );
      await database.fail(how);
      await database.replace();
      await Promise.all(attended);
      for (const [at, { id, daemon }] of running.entries()) {
        await expectWhole(daemon, id, world.chat);
        const { events } = await daemon.get<{ events: { type: string; text?: string }[] }>(
          `/designs/${id}/events?since=0`,
        );
        const stored = events.flatMap(({ type, text }) =>
          type === 'reply_recorded' ? [text] : [],
        );
        for (const text of (await written[at]) ?? []) {
          const times = stored.filter((each) => each === text).length;
          figures.acknowledged += 1;
          if (times === 0) figures.lost += 1;
          if (times > 1) figures.doubled += 1;
        }
      }
      console.log(`failover ${number + 1}, the primary ${how}:`, JSON.stringify(figures));
    }
  });
  expect(figures).toEqual({ acknowledged: FAILOVERS * DESIGNS * REPLIES, lost: 0, doubled: 0 });
});
