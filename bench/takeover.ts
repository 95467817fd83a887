/**
 * `node bench/takeover.ts [rounds]`: two daemons on one database. The one that owns several running
 * designs is killed with kill -9, or frozen with SIGSTOP, and the time is taken until the other has
 * owned and continued all of them. Afterwards a new daemon replaces the lost one, and in the next
 * round the other one is lost.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Daemon } from '../test/entry/daemon.ts';
import { type DaemonOptions, startDaemon } from '../test/support/processes/daemon-process.ts';
import { type BenchDatabase, benchDatabase } from './database.ts';
import { ANY_NUMBER_A_DAY, describeMachine, judgeAim, medianOf, sizeOf, words } from './machine.ts';

const ROUNDS = Number.parseInt(words[0] ?? sizeOf('20', '1'), 10);
const DESIGNS = 3;
/** New designs after so many: one that was stopped twenty times in the same turn is given up. */
const ROUNDS_OF_A_PAIR = 10;
/**
 * Designs with few participants and a model that takes its time, so that they are in the middle of
 * a turn all along.
 */
const ENVIRONMENT = {
  CHARRETTE_REHEARSAL: '1',
  CHARRETTE_REHEARSAL_LATENCY_MS: '600000',
  LEVER_STALL_SECONDS: '600',
  CHARRETTE_TURN_TOTAL_SECONDS: '3600',
  CHARRETTE_ROUND_SECONDS: '86400',
  CHARRETTE_LOG_LEVEL: 'warn',
  ...ANY_NUMBER_A_DAY,
} as const;
const PERSONAS = ['archaeologist', 'subtractor'];

type Signal = 'SIGKILL' | 'SIGSTOP';

class Pair {
  readonly #database: BenchDatabase;
  readonly #options: DaemonOptions;
  #owner: Daemon;
  #other: Daemon;

  private constructor(
    database: BenchDatabase,
    options: DaemonOptions,
    owner: Daemon,
    other: Daemon,
  ) {
    this.#database = database;
    this.#options = options;
    this.#owner = owner;
    this.#other = other;
  }

  static async start(database: BenchDatabase, dataDir: string): Promise<Pair> {
    const options = { dataDir, databaseUrl: database.url, environment: ENVIRONMENT };
    const owner = await startDaemon(options);
    for (let n = 0; n < DESIGNS; n += 1) {
      await owner.startDesign({ topic: `Should queue ${n} move to Postgres?`, personas: PERSONAS });
    }
    const pair = new Pair(database, options, owner, await startDaemon(options));
    await pair.#underWay([]);
    return pair;
  }

  /**
   * Returns milliseconds from the signal until the other daemon has written to the last of the
   * designs.
   */
  async loseOwner(signal: Signal): Promise<number> {
    const { sql, until } = this.#database;
    const before = await sql<{ id: string; epoch: string; version: number }[]>`
      select id, epoch, version from designs`;
    const lost = this.#owner;
    const lostAt = performance.now();
    lost.signal(signal);
    // Late writes of the lost one have the earlier epoch: the other's begin with the next.
    await until(
      DESIGNS,
      () => sql`select count(*)::int as value from designs
        join json_to_recordset(${JSON.stringify(before)}::text::json) as before(id text, epoch bigint, version int)
          on before.id = designs.id
        where owner is not null and designs.epoch > before.epoch and designs.version > before.version`,
    );
    const tookMs = performance.now() - lostAt;
    lost.signal('SIGKILL');
    await lost.ended();
    this.#owner = this.#other;
    const [other] = await Promise.all([startDaemon(this.#options), this.#underWay(before)]);
    this.#other = other;
    return tookMs;
  }

  async stop(): Promise<void> {
    await Promise.all([this.#owner.stop(), this.#other.stop()]);
  }

  /** Waits until every design has a participant in the middle of a turn that began since. */
  async #underWay(before: readonly { id: string; version: number }[]): Promise<void> {
    const { sql, until } = this.#database;
    await until(
      DESIGNS,
      () => sql`select count(distinct design_id)::int as value from design_events
        left join json_to_recordset(${JSON.stringify(before)}::text::json) as before(id text, version int)
          on before.id = design_id
        where type = 'turn_started' and seq > coalesce(before.version, 0)`,
    );
  }
}

async function measure(signal: Signal, rounds: number): Promise<number[]> {
  const database = await benchDatabase();
  if (database === null) return [];
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-takeover-'));
  const pair = await Pair.start(database, dataDir);
  const tookMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) tookMs.push(await pair.loseOwner(signal));
  await pair.stop();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
  return tookMs;
}

const rows = [];
for (const [signal, what, mostS] of [
  ['SIGKILL', 'kill -9', 2],
  ['SIGSTOP', 'frozen', 15],
] as const) {
  const tookMs: number[] = [];
  for (let left = ROUNDS; left > 0; left -= ROUNDS_OF_A_PAIR)
    tookMs.push(...(await measure(signal, Math.min(left, ROUNDS_OF_A_PAIR))));
  const seconds = (value: number): string => `${(value / 1_000).toFixed(2)} s`;
  const [best, worst] = [Math.min(...tookMs), Math.max(...tookMs)];
  rows.push({
    what,
    best: seconds(best),
    median: seconds(medianOf(tookMs)),
    worst: seconds(worst),
    'aim of the worst': judgeAim(worst / 1_000, '≤', mostS, ' s'),
  });
}
console.log(
  `${describeMachine()}; worst of ${ROUNDS}; ${DESIGNS} designs under way; Postgres on this machine`,
);
console.table(rows);
