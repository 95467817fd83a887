import { existsSync, statfsSync } from 'node:fs';
import { access, constants, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Fault } from '../../../runtime/fault.ts';
import type { Fleet } from '../../../runtime/ports/fleet.ts';
import type { Log } from '../../../runtime/ports/log.ts';
import type { Store } from '../../../runtime/ports/store.ts';
import { storeError } from '../faults.ts';
import { migrate } from '../migrations.ts';
import { drizzleStore } from '../store.ts';
import { PgliteClient } from './client.ts';
import { EmbeddedDatabase } from './embedded.ts';
import { pgliteFleet } from './fleet.ts';
import { lockFile } from './lock.ts';

const MEGABYTE = 1024 * 1024;
/**
 * What PGlite needs free to make a folder: 39 MB, and one more segment of 16 MB of its write-ahead log. An existing
 * one is tried with less; when it then cannot be opened, that is put down to the disk.
 */
const FREE_BYTES_NEEDED = 60 * MEGABYTE;
const FREE_BYTES_NEEDED_AGAIN = 20 * MEGABYTE;

/**
 * The store in a folder, for one process: PGlite under `<dataDir>/store`, which is made if it is not there. Throws
 * `Fault` with `store_in_use`, `store_newer`, `store_read_only`, `store_full` or `store_unavailable`, each saying
 * what to do, and then leaves nothing half-made.
 *
 * What is committed survives the end of the process, kill -9 included. PGlite does not flush to the disk itself, so
 * a power cut may lose what the system had not written yet.
 */
export async function openPgliteStore({ dataDir, log }: { dataDir: string; log: Log }): Promise<{
  store: Store;
  fleet: Fleet;
}> {
  const folder = resolve(dataDir);
  const beganAt = performance.now();
  let lock: Disposable | null = null;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    lock = lockFile(join(folder, 'store.lock'), folder);
    const client = await openClient(folder);
    log.info('store_opened', { kind: 'pglite', folder, elapsedMs: Math.round(performance.now() - beganAt) });
    const embedded = new EmbeddedDatabase(client, () => openAgain(folder), log);
    return over(embedded, lock);
  } catch (error) {
    lock?.[Symbol.dispose]();
    throw openingFault(error, folder);
  }
}

function over(embedded: EmbeddedDatabase, lock: Disposable): { store: Store; fleet: Fleet } {
  let closing: Promise<void> | null = null;
  const store = drizzleStore(embedded.run, () => {
    closing ??= embedded.close().finally(() => lock[Symbol.dispose]());
    return closing;
  });
  return { store, fleet: pgliteFleet(embedded.run) };
}

async function openClient(folder: string): Promise<PgliteClient> {
  const path = join(folder, 'store');
  if (!existsSync(path)) await createDatabase(path);
  const client = await PgliteClient.open(path);
  try {
    await migrate(
      async (script) => (await client.exec(script)).at(-1)?.rows ?? [],
      `The data folder ${folder}`,
    );
    return client;
  } catch (error) {
    if (client.fall === null) await client.close();
    throw storeError(error);
  }
}

/** Tries it only where there is room, because each attempt costs time. */
async function openAgain(folder: string): Promise<PgliteClient> {
  if (freeBytesAt(folder) < FREE_BYTES_NEEDED_AGAIN) throw tooFull(folder, FREE_BYTES_NEEDED_AGAIN);
  try {
    return await openClient(folder);
  } catch (error) {
    throw openingFault(error, folder);
  }
}

/** Under a temporary name until it is complete, so that a crash or a full disk midway leaves nothing to trip over. */
async function createDatabase(path: string): Promise<void> {
  const folder = dirname(path);
  if (freeBytesAt(folder) < FREE_BYTES_NEEDED) throw tooFull(folder, FREE_BYTES_NEEDED);
  const unfinished = `${path}.new`;
  await rm(unfinished, { recursive: true, force: true });
  try {
    const client = await PGlite.create(unfinished);
    await client.close();
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

/** What went wrong while opening, in words for the person who started Charrette. */
function openingFault(error: unknown, folder: string): Fault {
  if (error instanceof Fault && error.code !== 'store_unavailable') return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    return new Fault(
      'store_read_only',
      `Charrette may not write to the data folder ${folder}. Give it the right to, or choose another folder with CHARRETTE_DATA_DIR.`,
      error,
    );
  }
  if (freeBytesAt(folder) < FREE_BYTES_NEEDED) return tooFull(folder, FREE_BYTES_NEEDED, error);
  return new Fault(
    'store_unavailable',
    `The data folder ${folder} cannot be opened (${error instanceof Error ? error.message : 'no reason given'}). Check that it is a folder and Charrette's own, or choose another with CHARRETTE_DATA_DIR.`,
    error,
  );
}

function tooFull(folder: string, neededBytes: number, cause?: unknown): Fault {
  const freeMegabytes = Math.floor(freeBytesAt(folder) / MEGABYTE);
  return new Fault(
    'store_full',
    `The disk is too full for the data folder ${folder}: ${freeMegabytes} MB are free, ${neededBytes / MEGABYTE} MB are needed. Free some, or choose another folder with CHARRETTE_DATA_DIR.`,
    cause,
  );
}

/** Of the file system that holds the folder, or would hold it. */
function freeBytesAt(folder: string): number {
  if (!existsSync(folder)) return freeBytesAt(dirname(folder));
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
