/**
 * `node bench/append.ts`: the cost of committing one command through the store (its event, an
 * effect, the design's row with version, epoch and status, all checked), against the bare INSERT of
 * the same event, one of each in turn on the same database, both as prepared statements. The aim is
 * at most 1.5 times as much.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgresStore } from '../src/adapters/store/postgres/open.ts';
import { keepLog, openDatabaseFile, openSqliteStore } from '../src/adapters/store/sqlite/open.ts';
import type { DesignEvent } from '../src/core/vocabulary/events.ts';
import type { DesignId } from '../src/core/vocabulary/ids.ts';
import type { Claim, Fleet } from '../src/ports/fleet.ts';
import type { Commit, Store } from '../src/ports/store.ts';
import { chainEvents, commitOf, inboxEntryOf } from '../test/support/designs/commits.ts';
import { designIdOf, sampleEvents } from '../test/support/designs/events.ts';
import { silentLog } from '../test/support/runner/silent-log.ts';
import { benchDatabase } from './database.ts';
import { describeMachine, judgeAim, medianOf, sizeOf } from './machine.ts';

const APPENDS = sizeOf(1_500, 50);
const WARM_UP = sizeOf(300, 10);
const INSERT =
  'insert into design_events (design_id, seq, type, payload, hash) values ($1, $2, $3, $4::text::jsonb, $5)';

interface Subject {
  readonly name: string;
  readonly store: Store;
  readonly fleet: Fleet;
  readonly bare: (text: string, values: (string | number)[]) => Promise<unknown>;
}

function commitAt(
  claim: Claim,
  version: number,
  event: DesignEvent,
  expectedHead?: string,
): Commit {
  const { designId, epoch } = claim;
  return commitOf(designId, {
    epoch,
    expectedVersion: version,
    expectedHead,
    events: chainEvents([event], version, expectedHead),
    effects: [{ id: `${designId}/${version + 1}.0`, effect: { type: 'write_files' } }],
  });
}

function valuesOf({ designId, events }: Commit): (string | number)[] {
  return events.flatMap(({ seq, event, hash }) => [
    designId,
    seq,
    event.type,
    JSON.stringify(event),
    hash,
  ]);
}

async function measureUs(work: () => Promise<unknown>): Promise<number> {
  const beganAt = performance.now();
  await work();
  return (performance.now() - beganAt) * 1_000;
}

/** Grows two designs in turn, one event at a time, and prints the medians. */
async function measure(subject: Subject, event: DesignEvent, first: number): Promise<void> {
  const { name, store, fleet, bare } = subject;
  const claimDesign = async (designId: DesignId): Promise<Claim> => {
    await store.accept(inboxEntryOf(`start-${designId}`, designId));
    return { designId, epoch: (await fleet.claim(designId)) ?? 0 };
  };
  const claims = [
    await claimDesign(designIdOf(first)),
    await claimDesign(designIdOf(first + 1)),
  ] as const;
  const tookUs = { bare: [] as number[], store: [] as number[] };
  let head: string | undefined;
  for (let version = 0; version < WARM_UP + APPENDS; version += 1) {
    const plain = commitAt(claims[0], version, event, head);
    const full = commitAt(claims[1], version, event, head);
    head = full.events[0]?.hash;
    const bareUs = await measureUs(() => bare(INSERT, valuesOf(plain)));
    const storeUs = await measureUs(() => store.commit(full));
    if (version < WARM_UP) continue;
    tookUs.bare.push(bareUs);
    tookUs.store.push(storeUs);
  }
  const [bareUs, storeUs] = [medianOf(tookUs.bare), medianOf(tookUs.store)];
  const what = `${name}, ${event.type} (${JSON.stringify(event).length} B)`;
  const figures = `${bareUs.toFixed(0)} µs | ${storeUs.toFixed(0)} µs | ${(storeUs / bareUs).toFixed(2)}× | ${judgeAim(storeUs / bareUs, '≤', 1.5, '×')}`;
  process.stdout.write(`| ${what} | ${figures} |\n`);
}

async function measureAll(subject: Subject): Promise<void> {
  await measure(subject, sampleEvents.tool_invoked, 1);
  await measure(subject, sampleEvents.proposal_sealed, 11);
}

async function benchSqlite(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-append-'));
  const { store, fleet } = await openSqliteStore({ dataDir, log: silentLog });
  const bare = await bareFile(dataDir);
  await measureAll({ name: 'SQLite', store, fleet, bare });
  await store.close();
  await rm(dataDir, { recursive: true });
}

/** Opens a file beside it with the table of events alone, flushed like the store's. */
async function bareFile(dataDir: string): Promise<Subject['bare']> {
  const file = await openDatabaseFile(join(dataDir, 'bare.sqlite'));
  keepLog(file);
  file.script(`create table design_events (design_id text not null, seq integer not null, type text not null,
    payload text not null, hash text not null, primary key (design_id, seq)) strict`);
  return async (_text, values) =>
    file.change('insert into design_events values (?, ?, ?, ?, ?)', ...values);
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
  '| append | bare INSERT of the event | commit of the command | ratio | aim |\n|---|---|---|---|---|\n',
);
await benchSqlite();
await benchPostgres();
