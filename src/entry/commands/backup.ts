import { existsSync, realpathSync, statfsSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { ACTS } from '../../acts/table.ts';
import { openArchive, STORE, writeArchive } from '../../adapters/files/archive.ts';
import { contentsOf, copyUnused } from '../../adapters/store/sqlite/copies.ts';
import { countOf } from '../../core/vocabulary/figures.ts';
import { makeWriteFault, removeLeftovers } from '../../foundation/durable.ts';
import { errorMessageOf, Fault } from '../../foundation/fault.ts';
import { quoteForShell } from '../../surfaces/terminal/format.ts';
import { reasonIn } from '../cli/api.ts';
import { createCliContext } from '../cli/cli-context.ts';
import { type Daemon, explainInUse, findDaemon } from '../cli/find-daemon.ts';
import { output } from '../cli/output.ts';
import { jsonOf } from '../cli/plain-http.ts';
import { explainPostgresCopies } from '../cli/postgres-copies.ts';
import { makeUsageFault } from '../cli/typed.ts';
import { explainMissingStore, openUnlessInUse } from '../open-store.ts';

export function configure(command: Command) {
  command
    .argument('<file>', 'where to write it')
    .option('--replace', 'replace an earlier backup; by default, an existing file is kept');
}

/** Writes the embedded store as of one moment, even if a daemon runs, and the files of designs. */
export async function run(file: string, { replace = false }: { readonly replace?: boolean }) {
  const { configuration, program } = createCliContext();
  const { dataDir, databaseUrl } = configuration;
  const path = resolve(file);
  if (databaseUrl !== null) throw makeUsageFault(explainPostgresCopies(path, dataDir));
  const missing = await explainMissingStore(configuration);
  if (missing !== null) throw makeUsageFault(`There is nothing to back up. ${missing}`);
  await assertPlace(path, dataDir, replace);
  const folder = await mkdtemp(join(dirname(path), COPYING)).catch((error: unknown) => {
    throw makeWriteFault(path, error);
  });
  try {
    await removeLeftovers(dirname(path), isLeftoverOf(path), statSync(folder).mtimeMs - COPYING_MS);
    const store = join(folder, STORE);
    await writeFile(store, '', { mode: 0o600 });
    await copyStore(dataDir, program, store, path);
    const { designs } = await contentsOf(folder, 'The copy of the store');
    await writeArchive(path, store, dataDir);
    const size = `${(statSync(path).size / 1_000_000).toFixed(1)} MB`;
    output.write(
      `${countOf(designs, 'design')} backed up to ${path} (${size}), with their files. It contains sealed proposals, so only you can read it.
Back these up separately: your settings, and admin-token in the data folder.
To restore it: ${program} restore ${quoteForShell(path)}
`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const COPYING = '.charrette-backup-';
/** Longer than any backup takes: others may be written into the same folder. */
const COPYING_MS = 24 * 3_600_000;

/** Matches what a killed backup leaves beside its file. */
function isLeftoverOf(path: string): (name: string) => boolean {
  const beginning = `.${basename(path)}.`;
  return (name) => name.startsWith(COPYING) || (name.startsWith(beginning) && name.endsWith('.unfinished'));
}

/** Replaces nothing but a backup. A full disk would also stop designs, if it holds the store. */
async function assertPlace(path: string, dataDir: string, replace: boolean): Promise<void> {
  const folder = dirname(path);
  if (!existsSync(folder))
    throw makeUsageFault(`${path} could not be written: its folder does not exist. Make it first.`);
  if (basename(path).startsWith(STORE) && realpathSync(folder) === realpathSync(dataDir))
    throw makeUsageFault(`${path} is the name of the store itself. Choose another.`);
  if (existsSync(path)) {
    if (!replace)
      throw makeUsageFault(`${path} exists already. Name another file, or replace it with --replace.`);
    await (await openArchive(path)).close();
  }
  const { bavail, bsize } = statfsSync(folder);
  // The copy, and the backup that it becomes a part of.
  const bytes = 2 * statSync(join(dataDir, STORE)).size;
  if (bavail * bsize > bytes) return;
  const [needed, free] = [bytes, bavail * bsize].map((each) => Math.ceil(each / 1_000_000));
  throw new Fault(
    'write_failed',
    `${path} could not be written: the disk is too full. The backup may take ${needed} MB, and ${free} MB are free. Free some space, or choose another disk.`,
  );
}

/** The daemon on the data folder makes the copy, since no other process can read its store. */
async function copyStore(dataDir: string, program: string, file: string, into: string): Promise<void> {
  const found = await findDaemon({ dataDir });
  if (found.daemon !== null) return copyThere(found.daemon, { file, into });
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
    if (status >= 400) throw new Fault('write_failed', `No backup was made. ${reasonIn(refusal)}`);
  } catch (error) {
    if (error instanceof Fault) throw error;
    const words = `No backup was made. The daemon at ${url} closed the connection (${errorMessageOf(error)}). Is it still running?`;
    throw new Fault('write_failed', words, error);
  }
}
