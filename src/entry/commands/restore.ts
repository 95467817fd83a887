import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { entriesIn, extract } from '../../adapters/files/archive.ts';
import { flushFolder, makeFolder, writeFailed } from '../../adapters/files/durable.ts';
import { contentsOf } from '../../adapters/store/sqlite/copies.ts';
import { counted } from '../../core/vocabulary/figures.ts';
import { cliContext } from '../cli/cli-context.ts';
import { findDaemon } from '../cli/find-daemon.ts';
import { output } from '../cli/output.ts';
import { postgresCopies } from '../cli/postgres-copies.ts';
import { badUsage } from '../cli/typed.ts';

export function configure(command: Command) {
  command.argument('<file>', 'a file that backup wrote');
}

/** Checks a backup, and makes it the store and the designs of a data folder that has neither. */
export async function run(named: string): Promise<void> {
  const { configuration, program } = cliContext();
  const { dataDir, databaseUrl } = configuration;
  const path = resolve(named);
  if (databaseUrl !== null) throw badUsage(postgresCopies(path, dataDir));
  const { daemon } = await findDaemon(configuration);
  if (daemon !== null)
    throw badUsage(
      `The daemon at ${daemon.url} runs on the data folder ${dataDir}. Stop it, and move its store away.`,
    );
  assertNothingIn(dataDir);
  const entries = await entriesIn(path);
  const folder = await makeFolder(dataDir)
    .then(() => mkdtemp(join(dataDir, '.restoring-')))
    .catch((error: unknown) => {
      throw writeFailed(dataDir, error);
    });
  try {
    await extract(path, entries, folder);
    const { designs, notEnded } = await contentsOf(folder, `The backup ${path}`);
    // The store goes last: without it, there is nothing to open.
    for (const name of ['designs', 'store.sqlite'])
      if (existsSync(join(folder, name))) await rename(join(folder, name), join(dataDir, name));
    await flushFolder(dataDir);
    const going =
      notEnded === 0 ? '' : ` ${program} serve continues ${counted(notEnded, 'design')} that had not ended.`;
    output.write(
      `${counted(designs, 'design')} restored into ${dataDir}.${going}
Anything later than the backup is missing: repeat forget for designs that were forgotten since.
If the daemon that you backed up still runs, stop it first, or both will continue the same designs.
`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Never replaces a store. The log of another store would be taken for this one's. */
function assertNothingIn(dataDir: string): void {
  const inFolder = (path: string) => (existsSync(path) ? readdirSync(path) : []);
  const stores = inFolder(dataDir).filter((name) => name.startsWith('store'));
  const there = [...stores, ...(inFolder(join(dataDir, 'designs')).length > 0 ? ['designs'] : [])];
  if (there.length === 0) return;
  throw badUsage(
    `The data folder ${dataDir} holds a store already. Move ${there.join(' and ')} away first, or restore into another folder with CHARRETTE_DATA_DIR.`,
  );
}
