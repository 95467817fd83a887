/**
 * A process of its own that uses the store in a data folder: `node store-child.ts <what> <folder>`.
 * It writes one line of JSON for everything that happens, so that a test knows what was
 * acknowledged before the process was killed.
 */

import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { SQL } from 'drizzle-orm';
import { commitChanges } from '#adapters/store/commit.ts';
import { openUpToDate } from '#adapters/store/sqlite/open.ts';
import * as tables from '#adapters/store/sqlite/schema.ts';
import { openStore } from '#entry/open-store.ts';
import { Fault } from '#foundation/fault.ts';
import type { Store } from '#ports/store.ts';
import { chainEvents, commitOf, inboxEntryOf } from '../designs/commits.ts';
import { designIdOf, sampleEvents } from '../designs/events.ts';
import { silentLog } from '../runner/silent-log.ts';

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
    const events = chainEvents([reply], version, head);
    const effects = [
      { id: `${designId}/${version + 1}.0`, effect: { type: 'write_files' } as const },
    ];
    await store.commit(
      commitOf(designId, { expectedVersion: version, expectedHead: head, events, effects }),
    );
    head = events[0]?.hash;
    say({ version: version + 1 });
  }
}

/** Much text, so that the disk fills quickly. */
function muchText(): string {
  return Array.from({ length: 5_000 }, (_, n) => Math.imul(n + 1, 2_654_435_761).toString(36)).join(
    '',
  );
}

/** Fills the disk, makes room, and goes on in the same process. */
async function fill(store: Store, dataDir: string): Promise<void> {
  await append(store, muchText()).catch(sayFault);
  makeRoom(dataDir);
  await soon(() => store.ping());
  const version = (await store.summary(designId))?.version ?? 0;
  const [last] = await store.events(designId, version - 1, 2);
  const reply = { ...sampleEvents.reply_recorded, id: 'after', text: 'There is room again.' };
  const events = chainEvents([reply], version, last?.hash);
  await store.commit(
    commitOf(designId, { expectedVersion: version, expectedHead: last?.hash, events }),
  );
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

/** Carries out this many statements of a commit, and dies in its midst. */
async function dieInCommit(dataDir: string, epoch: number, statements: number): Promise<void> {
  const database = await openUpToDate(dataDir);
  const { required, others } = commitChanges(tables, {
    ...commitOf(designId, { epoch, handled: [{ inboxId: 'first', answer: { accepted: true } }] }),
    effects: [{ id: `${designId}/1.0`, effect: { type: 'write_files' } }],
  });
  const death = {
    getSQL(): SQL {
      process.kill(process.pid, 'SIGKILL');
      throw new Error('it is dead');
    },
  };
  const carriedOut = [...required, ...others].slice(0, statements);
  database.transact({
    required: carriedOut.slice(0, required.length),
    others: [...carriedOut.slice(required.length), death],
  });
}

/** Opens the store as the daemon does and does what was asked for. */
async function useStore(what: string | undefined, dataDir: string): Promise<void> {
  const { store, fleet } = await openStore({ databaseUrl: null, dataDir }, silentLog);
  const summary = await store.summary(designId);
  say({ opened: summary?.version ?? 0 });
  let epoch: number | null = null;
  if (what !== 'open') {
    await store.accept(inboxEntryOf('first', designId));
    epoch = await fleet.claim(designId);
  }
  if (what === 'append') await append(store, 'short');
  if (what === 'append-much') await append(store, muchText());
  if (what === 'fill') await fill(store, dataDir);
  if (what === 'fill-and-die')
    await append(store, muchText()).catch(() => process.kill(process.pid, 'SIGKILL'));
  await store.close();
  say({ closed: true });
  if (what === 'die-in-commit') await dieInCommit(dataDir, epoch ?? 0, Number(process.argv[4]));
}

const [what, dataDir] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('no data folder was given');
await useStore(what, dataDir).catch(sayFault);
