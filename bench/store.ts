/**
 * `node bench/store.ts`: what an append costs through the store, against the same rows written by hand with plain
 * INSERTs in a transaction, on the same database in the same run, one of each in turn. The aim is at most twice as
 * much, for checking every record (P7), the version and the epoch (P6), and building the statements.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { drizzle as drizzleOverPostgres } from 'drizzle-orm/postgres-js';
import { migrate as migratePostgres } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { MIGRATIONS_FOLDER } from '../src/adapters/store/migrations.ts';
import { PgliteClient } from '../src/adapters/store/pglite/client.ts';
import { drizzleStore } from '../src/adapters/store/store.ts';
import type { DesignEvent } from '../src/core/events.ts';
import type { Commit, Store } from '../src/runtime/ports/store.ts';
import { commitOf, storedEvents } from '../test/support/commits.ts';
import { designIdOf, sampleEvents } from '../test/support/events.ts';
import { reachablePostgres } from '../test/support/postgres.ts';
import { describeMachine, medianOf } from './machine.ts';

const APPENDS = 1_500;
const WARM_UP = 200;

interface Statement {
  readonly text: string;
  readonly values: (string | number)[];
}

interface Subject {
  readonly name: string;
  readonly store: Store;
  /** Runs the statements in one transaction. */
  readonly raw: (statements: readonly Statement[]) => Promise<void>;
}

/** What is compared, each on a design of its own. */
const WAYS = ['two INSERTs', 'and the projection', 'store'] as const;
type Way = (typeof WAYS)[number];

/** The append of one event with one effect that brings a design to `version` + 1. */
function commitAt(designNumber: number, version: number, event: DesignEvent): Commit {
  const designId = designIdOf(designNumber);
  return commitOf(designId, {
    expectedVersion: version,
    events: storedEvents([event], version),
    effects: [{ id: `${designId}/${version + 1}.0`, effect: { type: 'write_files' } }],
    timers: [{ id: 'round:r1', dueAt: event.at }],
  });
}

function inserts({ designId, events, effects }: Commit): Statement[] {
  return [
    ...events.map(({ seq, event, hash }) => ({
      text: 'insert into design_events (design_id, seq, type, payload, hash) values ($1, $2, $3, $4::text::jsonb, $5)',
      values: [designId, seq, event.type, JSON.stringify(event), hash],
    })),
    ...effects.map(({ id, effect }) => ({
      text: 'insert into outbox (id, design_id, effect) values ($1, $2, $3::text::jsonb)',
      values: [id, designId, JSON.stringify(effect)],
    })),
  ];
}

function projection({ designId, summary, timers }: Commit): Statement {
  const { version, status, phase, step } = summary;
  return {
    text: 'update designs set version = $2, status = $3, phase = $4, step = $5, timers = $6::text::jsonb where id = $1',
    values: [designId, version, status, phase, step, JSON.stringify(timers)],
  };
}

async function elapsedUs(work: () => Promise<void>): Promise<number> {
  const beganAt = performance.now();
  await work();
  return (performance.now() - beganAt) * 1_000;
}

/** Grows three designs in turn, one append at a time, and prints the medians. */
async function measure(
  { name, store, raw }: Subject,
  event: DesignEvent,
  firstDesign: number,
): Promise<void> {
  const append: { readonly [Each in Way]: (commit: Commit) => Promise<void> } = {
    'two INSERTs': (commit) => raw(inserts(commit)),
    'and the projection': (commit) => raw([...inserts(commit), projection(commit)]),
    store: (commit) => store.commit(commit),
  };
  const tookUs: { readonly [Each in Way]: number[] } = {
    'two INSERTs': [],
    'and the projection': [],
    store: [],
  };
  for (const n of WAYS.keys()) await store.commit(commitAt(firstDesign + n, 0, event));
  for (let version = 1; version <= WARM_UP + APPENDS; version += 1) {
    for (const [n, way] of WAYS.entries()) {
      const commit = commitAt(firstDesign + n, version, event);
      const took = await elapsedUs(() => append[way](commit));
      if (version > WARM_UP) tookUs[way].push(took);
    }
  }
  const medians = WAYS.map((way) => medianOf(tookUs[way]));
  const ratios = WAYS.slice(0, 2).map((way) => medianOf(tookUs.store) / medianOf(tookUs[way]));
  const cells = [
    `${name}, ${event.type} (${JSON.stringify(event).length} B)`,
    ...medians.map((median) => `${median.toFixed(0)} µs`),
    ...ratios.map((ratio) => `${ratio.toFixed(2)}×`),
  ];
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

async function measureAll(subject: Subject): Promise<void> {
  await measure(subject, sampleEvents.tool_invoked, 1);
  await measure(subject, sampleEvents.proposal_sealed, 11);
}

async function benchPglite(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-store-'));
  const client = await PgliteClient.open(join(folder, 'store'));
  const database = drizzle({ client });
  await migrate(database, { migrationsFolder: MIGRATIONS_FOLDER });
  await measureAll({
    name: 'PGlite',
    store: drizzleStore(database, () => client.close()),
    raw: async (statements) => {
      await client.transaction(async (transaction) => {
        for (const { text, values } of statements) await transaction.query(text, values);
      });
    },
  });
  await client.close();
  await rm(folder, { recursive: true });
}

async function benchPostgres(url: string): Promise<void> {
  const admin = postgres(url, { max: 1, onnotice: () => undefined });
  const name = `charrette_bench_${process.pid}`;
  await admin.unsafe(`create database ${name}`);
  const own = new URL(url);
  own.pathname = name;
  const options = { max: 1, onnotice: () => undefined };
  const [client, byHand] = [postgres(own.href, options), postgres(own.href, options)];
  const database = drizzleOverPostgres({ client });
  await migratePostgres(database, { migrationsFolder: MIGRATIONS_FOLDER });
  await measureAll({
    name: 'Postgres',
    store: drizzleStore(database, () => client.end()),
    raw: async (statements) => {
      await byHand.begin(async (transaction) => {
        for (const { text, values } of statements) await transaction.unsafe(text, values);
      });
    },
  });
  await Promise.all([client.end(), byHand.end()]);
  await admin.unsafe(`drop database ${name} with (force)`);
  await admin.end();
}

process.stdout.write(`${describeMachine()}; medians of ${APPENDS} appends\n\n`);
process.stdout.write(`| append | ${WAYS.join(' | ')} | store ÷ INSERTs | store ÷ all three |\n`);
process.stdout.write('|---|---|---|---|---|---|\n');
await benchPglite();
const server = await reachablePostgres();
if (server.url === null) process.stdout.write(`\nPostgres was not measured: ${server.reason}\n`);
else await benchPostgres(server.url);
