import { existsSync, readdirSync } from 'node:fs';
import { link, mkdtemp, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { entriesIn, extract, STORE } from '../../adapters/files/archive.ts';
import { contentsOf } from '../../adapters/store/sqlite/copies.ts';
import { countOf } from '../../core/vocabulary/figures.ts';
import { flushFolder, makeFolder, makeWriteFault } from '../../foundation/durable.ts';
import { createCliContext } from '../cli/cli-context.ts';
import { findDaemon } from '../cli/find-daemon.ts';
import { output } from '../cli/output.ts';
import { explainPostgresCopies } from '../cli/postgres-copies.ts';
import { makeUsageFault } from '../cli/typed.ts';
import { RESTORING, removeRestoring } from '../daemon-file.ts';

export function configure(command: Command) {
  command.argument('<file>', 'a file that backup wrote');
}

/** Checks a backup, and makes it the store and the designs of a data folder that has neither. */
export async function run(file: string): Promise<void> {
  const { configuration, program } = createCliContext();
  const { dataDir, databaseUrl } = configuration;
  const path = resolve(file);
  if (databaseUrl !== null) throw makeUsageFault(explainPostgresCopies(path, dataDir));
  const { daemon } = await findDaemon(configuration);
  if (daemon !== null)
    throw makeUsageFault(
      `The daemon at ${daemon.url} runs on the data folder ${dataDir}. Stop it, and move its store away.`,
    );
  assertNothingIn(dataDir);
  const entries = await entriesIn(path);
  const folder = await makeFolder(dataDir)
    .then(() => removeRestoring(dataDir))
    .then(() => mkdtemp(join(dataDir, RESTORING)))
    .catch((error: unknown) => {
      throw makeWriteFault(dataDir, error);
    });
  try {
    const { designs, notEnded } = await extract(path, entries, folder)
      .then(() => contentsOf(folder, `The backup ${path}`))
      // A daemon that started meanwhile has a store, and deletes this folder.
      .finally(() => assertNothingIn(dataDir));
    await moveInto(dataDir, folder);
    await flushFolder(dataDir);
    const going =
      notEnded === 0 ? '' : ` ${program} serve continues ${countOf(notEnded, 'design')} that had not ended.`;
    output.write(
      `${countOf(designs, 'design')} restored into ${dataDir}.${going}
Anything later than the backup is missing: repeat forget for designs that were forgotten since.
If the daemon that you backed up still runs, stop it first, or both will continue the same designs.
`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The store goes last, since without it there is nothing to open, and as a link, which replaces no store of a daemon that started. */
async function moveInto(dataDir: string, folder: string): Promise<void> {
  const from = join(folder, 'designs');
  const to = join(dataDir, 'designs');
  const hasFiles = existsSync(from);
  try {
    if (hasFiles) await rename(from, to);
    await link(join(folder, STORE), join(dataDir, STORE));
  } catch (error) {
    if (hasFiles && !existsSync(from)) await rename(to, from);
    assertNothingIn(dataDir);
    throw makeWriteFault(dataDir, error);
  }
}

/** Never replaces a store. The log of another store would be taken for this one's. */
function assertNothingIn(dataDir: string): void {
  const inFolder = (path: string) => (existsSync(path) ? readdirSync(path) : []);
  const stores = inFolder(dataDir).filter((name) => name.startsWith('store'));
  const there = [...stores, ...(inFolder(join(dataDir, 'designs')).length > 0 ? ['designs'] : [])];
  if (there.length === 0) return;
  throw makeUsageFault(
    `The data folder ${dataDir} holds a store already. Move ${there.join(' and ')} away first, or restore into another folder with CHARRETTE_DATA_DIR.`,
  );
}
