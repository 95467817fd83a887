/**
 * `node bench/append.ts`: what the commit of one command costs through the store (its event, an effect, the design's
 * row with version, epoch, status and timers, all checked), against the bare INSERT of the same event, one of each in
 * turn on the same database, both as prepared statements. The aim is at most twice as much.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PgliteClient } from '../src/adapters/store/pglite/client.ts';
import { EmbeddedDatabase } from '../src/adapters/store/pglite/embedded.ts';
import { pgliteFleet } from '../src/adapters/store/pglite/fleet.ts';
import { openPgliteStore } from '../src/adapters/store/pglite/open.ts';
import { openPostgresStore } from '../src/adapters/store/postgres/open.ts';
import { drizzleStore } from '../src/adapters/store/store.ts';
import type { DesignEvent } from '../src/core/events.ts';
import type { DesignId } from '../src/core/ids.ts';
import type { Fleet } from '../src/runtime/ports/fleet.ts';
import type { Commit, Store } from '../src/runtime/ports/store.ts';
import { commitOf, inboxEntryOf, storedEvents } from '../test/support/commits.ts';
import { designIdOf, sampleEvents } from '../test/support/events.ts';
import { benchDatabase } from './database.ts';
import { describeMachine, medianOf } from './machine.ts';
import { silentLog } from './silent-log.ts';

const APPENDS = 1_500;
const WARM_UP = 300;
const INSERT =
  'insert into design_events (design_id, seq, type, payload, hash) values ($1, $2, $3, $4::text::jsonb, $5)';

interface Subject {
  readonly name: string;
  readonly store: Store;
  readonly fleet: Fleet;
  readonly bare: (text: string, values: (string | number)[]) => Promise<unknown>;
}

function commitAt(designId: DesignId, version: number, event: DesignEvent): Commit {
  return commitOf(designId, {
    expectedVersion: version,
    events: storedEvents([event], version),
    effects: [{ id: `${designId}/${version + 1}.0`, effect: { type: 'write_files' } }],
    timers: [{ id: 'round:r1', dueAt: event.at }],
  });
}

function valuesOf({ designId, events }: Commit): (string | number)[] {
  return events.flatMap(({ seq, event, hash }) => [designId, seq, event.type, JSON.stringify(event), hash]);
}

async function elapsedUs(work: () => Promise<unknown>): Promise<number> {
  const beganAt = performance.now();
  await work();
  return (performance.now() - beganAt) * 1_000;
}

/** Grows two designs in turn, one event at a time, and prints the medians. */
async function measure(subject: Subject, event: DesignEvent, first: number): Promise<void> {
  const { name, store, fleet, bare } = subject;
  const designs = [designIdOf(first), designIdOf(first + 1)] as const;
  for (const designId of designs) {
    await store.accept(inboxEntryOf(`start-${designId}`, designId));
    await fleet.claim(designId);
  }
  const tookUs = { bare: [] as number[], store: [] as number[] };
  for (let version = 0; version < WARM_UP + APPENDS; version += 1) {
    const [plain, full] = [commitAt(designs[0], version, event), commitAt(designs[1], version, event)];
    const bareUs = await elapsedUs(() => bare(INSERT, valuesOf(plain)));
    const storeUs = await elapsedUs(() => store.commit(full));
    if (version < WARM_UP) continue;
    tookUs.bare.push(bareUs);
    tookUs.store.push(storeUs);
  }
  const [bareUs, storeUs] = [medianOf(tookUs.bare), medianOf(tookUs.store)];
  const what = `${name}, ${event.type} (${JSON.stringify(event).length} B)`;
  const figures = `${bareUs.toFixed(0)} µs | ${storeUs.toFixed(0)} µs | ${(storeUs / bareUs).toFixed(2)}×`;
  process.stdout.write(`| ${what} | ${figures} |\n`);
}

async function measureAll(subject: Subject): Promise<void> {
  await measure(subject, sampleEvents.tool_invoked, 1);
  await measure(subject, sampleEvents.proposal_sealed, 11);
}

async function benchPglite(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-append-'));
  const made = await openPgliteStore({ dataDir, log: silentLog });
  await made.store.close();
  const client = await PgliteClient.open(join(dataDir, 'store'));
  const { run } = new EmbeddedDatabase(client, () => Promise.reject(client.fall), silentLog);
  await measureAll({
    name: 'PGlite',
    store: drizzleStore(run, () => client.close()),
    fleet: pgliteFleet(run),
    bare: (text, values) => client.query(text, values),
  });
  await client.close();
  await rm(dataDir, { recursive: true });
}

async function benchPostgres(): Promise<void> {
  const database = await benchDatabase();
  if (database === null) return;
  const { store, fleet } = await openPostgresStore({ url: database.url, log: silentLog });
  await measureAll({
    name: 'Postgres',
    store,
    fleet,
    bare: (text, values) => database.sql.unsafe(text, values, { prepare: true }),
  });
  await fleet.leave();
  await store.close();
  await database.drop();
}

process.stdout.write(`${describeMachine()}; medians of ${APPENDS} appends\n\n`);
process.stdout.write(
  '| append | bare INSERT of the event | commit of the command | ratio |\n|---|---|---|---|\n',
);
await benchPglite();
await benchPostgres();
