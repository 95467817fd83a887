/**
 * A process of its own that uses the store in a data folder: `node store-child.ts <what> <folder>`. It writes one line
 * of JSON for everything that happens, so that a test knows what was acknowledged before the process was killed.
 */

import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { PgliteClient } from '../../src/adapters/store/pglite/client.ts';
import { EmbeddedDatabase } from '../../src/adapters/store/pglite/embedded.ts';
import { openPgliteStore } from '../../src/adapters/store/pglite/open.ts';
import { Fault } from '../../src/runtime/fault.ts';
import type { Store } from '../../src/runtime/ports/store.ts';
import { commitOf, inboxEntryOf, storedEvents } from './commits.ts';
import { designIdOf, sampleEvents } from './events.ts';

const ignore = () => undefined;
const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
const designId = designIdOf(1);

function say(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function sayFault(error: unknown): void {
  if (!(error instanceof Fault)) throw error;
  say({ fault: error.code, message: error.message });
}

/** Appends one event with one effect at a time, and says so once it is acknowledged. */
async function append(store: Store, text: string): Promise<never> {
  let head: string | undefined;
  for (let version = 0; ; version += 1) {
    const reply = { ...sampleEvents.reply_recorded, id: `reply-${version}`, text };
    const events = storedEvents([reply], version, head);
    head = events[0]?.hash;
    const effects = [{ id: `${designId}/${version + 1}.0`, effect: { type: 'write_files' } as const }];
    await store.commit(commitOf(designId, { expectedVersion: version, events, effects }));
    say({ version: version + 1 });
  }
}

/** Text that PostgreSQL cannot compress away, so that the disk fills quickly. */
function incompressible(): string {
  return Array.from({ length: 5_000 }, (_, n) => Math.imul(n + 1, 2_654_435_761).toString(36)).join('');
}

/**
 * Has PGlite start a new file of its log, 16 MB each, until there is no room: it then ends itself, with a PANIC. Then
 * makes room, and waits at most 20 seconds for it to come back.
 */
async function panic(dataDir: string): Promise<void> {
  const path = join(dataDir, 'store');
  const client = await PgliteClient.open(path);
  const embedded = new EmbeddedDatabase(client, () => PgliteClient.open(path), log);
  const next = () => client.transaction((transaction) => transaction.exec(NEW_LOG_FILE));
  for (let error = null; error === null; ) error = await next().then(() => null, sayError);
  await next().catch(sayError);
  await client.query('select 1').catch(sayError);
  await client.query('select 2').catch(sayError);
  makeRoom(dataDir);
  await soon(() => embedded.run((database) => database.query('select 1', [])));
  say({ reopened: true });
  await embedded.close();
}

/** Fills the disk, makes room, and goes on in the same process. */
async function fill(store: Store, dataDir: string): Promise<void> {
  await append(store, incompressible()).catch(sayFault);
  makeRoom(dataDir);
  await soon(() => store.ping());
  const version = (await store.summary(designId))?.version ?? 0;
  const [last] = await store.events(designId, version - 1, 2);
  const reply = { ...sampleEvents.reply_recorded, id: 'after', text: 'There is room again.' };
  const events = storedEvents([reply], version, last?.hash);
  await store.commit(commitOf(designId, { expectedVersion: version, events }));
  say({ version: version + 1 });
}

/** The disk that this process was given is the folder's parent. */
function makeRoom(dataDir: string): void {
  execFileSync('mount', ['-o', 'remount,size=200m', dirname(dataDir)]);
}

/** Tries until it succeeds, for at most 20 seconds. */
async function soon(attempt: () => Promise<unknown>): Promise<void> {
  const bound = AbortSignal.timeout(20_000);
  for (let done = false; !done; await turnOfTheLoop()) {
    bound.throwIfAborted();
    done = await attempt().then(
      () => true,
      () => false,
    );
  }
}

const NEW_LOG_FILE =
  'select pg_switch_wal(); insert into readiness values (2, now()) on conflict (id) do update set checked_at = now()';

function sayError(error: unknown): string {
  const severity = error instanceof Error && 'severity' in error ? error.severity : 'none';
  say({ severity });
  return String(severity);
}

/** Opens the store as the daemon does and does what was asked for. */
async function useStore(what: string | undefined, dataDir: string): Promise<void> {
  const { store, fleet } = await openPgliteStore({ dataDir, log });
  const summary = await store.summary(designId);
  say({ opened: summary?.version ?? 0 });
  if (what !== 'open') {
    await store.accept(inboxEntryOf('first', designId));
    await fleet.claim(designId);
  }
  if (what === 'append') await append(store, 'short');
  if (what === 'fill') await fill(store, dataDir);
  await store.close();
  say({ closed: true });
}

const [what, dataDir] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('no data folder was given');
if (what === 'panic') await panic(dataDir);
else await useStore(what, dataDir).catch(sayFault);
