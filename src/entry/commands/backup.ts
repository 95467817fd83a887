import { existsSync, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { mkdtemp, open, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { Command } from 'commander';
import { ACTS } from '../../acts/table.ts';
import { copyUnused, openCopy } from '../../adapters/store/sqlite/copies.ts';
import { STORE_NAME } from '../../adapters/store/sqlite/open.ts';
import { countOf } from '../../core/vocabulary/figures.ts';
import { flushFolder, makeWriteFault, removeLeftovers } from '../../foundation/durable.ts';
import { errorMessageOf, Fault } from '../../foundation/fault.ts';
import { freeBytesAt } from '../../foundation/free-space.ts';
import { createBundles } from '../../record/bundles.ts';
import { copyDesigns } from '../../record/copy-designs.ts';
import { quoteForShell } from '../../surfaces/terminal/format.ts';
import { writeBackupMark } from '../backup-mark.ts';
import { envelopeWordsOf } from '../cli/api.ts';
import { type CliContext, createCliContext } from '../cli/cli-context.ts';
import { type Daemon, explainInUse, findDaemon, isFound } from '../cli/find-daemon.ts';
import { output } from '../cli/output.ts';
import { jsonOf } from '../cli/plain-http.ts';
import { explainPostgresCopies } from '../cli/postgres-copies.ts';
import { makeUsageFault } from '../cli/typed.ts';
import { explainMissingStore, openUnlessInUse } from '../open-store.ts';

export function configure(command: Command) {
  command.argument('<folder>', 'the data folder to make; none may be there');
}

/**
 * Makes a data folder that starts as it is: the embedded store as of one moment, even if a daemon
 * runs, the files of its designs, and a mark. All or nothing: it is made under a hidden name beside
 * its place, and renamed last.
 */
export async function run(folder: string) {
  const context = createCliContext();
  const { configuration, program } = context;
  const { dataDir, databaseUrl } = configuration;
  const path = resolve(folder);
  if (databaseUrl !== null) throw makeUsageFault(explainPostgresCopies(path, dataDir));
  const missing = await explainMissingStore(configuration);
  if (missing !== null) throw makeUsageFault(`There is nothing to back up. ${missing}`);
  await assertPlace(path, dataDir);
  const hidden = await mkdtemp(join(dirname(path), COPYING)).catch((error: unknown) => {
    throw makeWriteFault(path, error);
  });
  try {
    await removeLeftovers(dirname(path), isLeftover, statSync(hidden).mtimeMs - COPYING_MS);
    const designs = await fill(hidden, path, context);
    const size = `${(bytesIn(hidden) / 1_000_000).toFixed(1)} MB`;
    await moveTo(path, hidden);
    output.write(
      `${countOf(designs, 'design')} backed up to ${path} (${size}), with their files. It contains sealed proposals, so only you can read it.
Back these up separately: your settings, and admin-token in the data folder.
To start from it: CHARRETTE_DATA_DIR=${quoteForShell(path)} ${program} serve
`,
    );
  } finally {
    await rm(hidden, { recursive: true, force: true });
  }
}

const COPYING = '.charrette-backup-';
/** Longer than any backup takes: others may be made in the same folder. */
const COPYING_MS = 24 * 3_600_000;

/** Matches what a killed backup leaves. */
function isLeftover(name: string): boolean {
  return name.startsWith(COPYING);
}

/**
 * The mark goes first, so that no daemon ever starts from what a killed backup leaves as if it were
 * the original. Then the store: the files of designs are copied as it names them. Returns the
 * number of designs.
 */
async function fill(hidden: string, path: string, { configuration, log, program }: CliContext) {
  const { dataDir } = configuration;
  await writeBackupMark(hidden, new Date());
  const file = join(hidden, STORE_NAME);
  await writeFile(file, '', { mode: 0o600 });
  await copyStore(dataDir, program, file, path);
  const { store } = await openCopy(hidden, log);
  const parts = { store, bundles: createBundles({ dataDir, log }) };
  const designs = await copyDesigns(parts, createBundles({ dataDir: hidden, log })).finally(() =>
    store.close(),
  );
  await using written = await open(file);
  await written.sync();
  return designs;
}

/** A full disk would also stop designs, if it holds the store. */
async function assertPlace(path: string, dataDir: string): Promise<void> {
  const folder = dirname(path);
  if (!existsSync(folder))
    throw makeUsageFault(`${path} could not be written: its folder does not exist. Make it first.`);
  if (isWithin(realpathSync(folder), realpathSync(dataDir)))
    throw makeUsageFault(`${path} is in the data folder itself. Choose another place.`);
  if (isLeftover(basename(path)))
    throw makeUsageFault(
      `${path} has a name of backups that were killed, which the next backup removes. Choose another.`,
    );
  assertFree(path);
  const freeBytes = await freeBytesAt(folder);
  const bytes = statSync(join(dataDir, STORE_NAME)).size + bytesIn(join(dataDir, 'designs'));
  if (freeBytes === null || freeBytes > bytes) return;
  const needed = Math.ceil(bytes / 1_000_000);
  const free = Math.floor(freeBytes / 1_000_000);
  throw new Fault(
    'write_failed',
    `${path} could not be written: the disk is too full. The backup may take ${needed} MB, and ${free} MB are free. Free some space, or choose another disk.`,
  );
}

function isWithin(folder: string, outer: string): boolean {
  return folder === outer || folder.startsWith(`${outer}${sep}`);
}

async function moveTo(path: string, hidden: string): Promise<void> {
  assertFree(path);
  try {
    await rename(hidden, path);
    await flushFolder(dirname(path));
  } catch (error) {
    throw makeWriteFault(path, error);
  }
}

/** A backup replaces nothing, not even a link that leads nowhere. */
function assertFree(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
  throw makeUsageFault(
    `${path} exists already. Name a folder that does not: a backup replaces nothing.`,
  );
}

function bytesIn(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map(
      ({ parentPath, name }) =>
        lstatSync(join(parentPath, name), { throwIfNoEntry: false })?.size ?? 0,
    )
    .reduce((sum, bytes) => sum + bytes, 0);
}
/** The daemon on the data folder makes the copy, since no other process can read its store. */
async function copyStore(
  dataDir: string,
  program: string,
  file: string,
  into: string,
): Promise<void> {
  const found = await findDaemon({ dataDir });
  if (isFound(found)) return copyThere(found, { file, into });
  const words = `The data folder ${dataDir} is in use by a design in a terminal, or by a daemon that does not answer. Wait until it ends, or run designs in ${program} serve, whose store can be backed up meanwhile.`;
  await openUnlessInUse(words, () => copyUnused(dataDir, file)).catch((error: unknown) => {
    throw explainInUse(error, found);
  });
}

const ANSWER_BYTES = 100_000;

async function copyThere(
  { open, url }: Daemon,
  body: { readonly file: string; readonly into: string },
): Promise<void> {
  try {
    // A large store takes as long as it takes to copy.
    const answer = await open(new AbortController().signal, ACTS.back_up, {}, { body });
    const status = answer.statusCode ?? 0;
    const refusal = { status, body: await jsonOf(answer, ANSWER_BYTES) };
    if (status >= 400)
      throw new Fault('write_failed', `No backup was made. ${envelopeWordsOf(refusal)}`);
  } catch (error) {
    if (error instanceof Fault) throw error;
    const words = `No backup was made. The daemon at ${url} closed the connection (${errorMessageOf(error)}). Is it still running?`;
    throw new Fault('write_failed', words, error);
  }
}
