import { existsSync, readdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { assertPlaceForBackup, writeBackup } from '../../adapters/files/backup-file.ts';
import { assertDatabase, type BackupContents, readBackup } from '../../adapters/store/sqlite/backup-files.ts';
import { systemClock } from '../../adapters/system/clock.ts';
import { shellQuoted } from '../../adapters/terminal/format.ts';
import { StatusLine } from '../../adapters/terminal/status-line.ts';
import { counted, grouped } from '../../core/vocabulary/figures.ts';
import { listed } from '../../core/vocabulary/text.ts';
import { withBackup } from '../cli/backup-source.ts';
import { cliContext } from '../cli/cli-context.ts';
import { output } from '../cli/output.ts';
import { badUsage } from '../cli/typed.ts';
import { missingStore } from '../open-store.ts';

export function configure(command: Command) {
  command
    .argument('<file>', 'where to write it')
    .option('--replace', 'replace an earlier backup; by default, an existing file is kept');
}

/** Copies the embedded store as of one moment, even if a daemon runs. */
export async function run(named: string, { replace = false }: { readonly replace?: boolean }) {
  const context = cliContext();
  const { configuration, program } = context;
  const { dataDir } = configuration;
  const path = resolve(named);
  if (configuration.databaseUrl !== null) throw badUsage(byItsOwnPrograms(path));
  const missing = await missingStore(configuration);
  if (missing !== null) throw badUsage(`There is nothing to back up. ${missing}`);
  assertPlaceForBackup(path, { dataDir, replace });
  if (replace && existsSync(path)) assertDatabase(path);
  const line = new StatusLine(process.stderr, systemClock.now);
  let contents: BackupContents = { designs: 0, notEnded: 0 };
  await withBackup(context, (backup, signal) =>
    writeBackup(path, {
      copy: (file) =>
        backup.copyInto(file, {
          signal,
          onProgress: ({ pages, totalPages }) =>
            line.show(() => `${grouped(pages)} of ${grouped(totalPages)} pages …`),
        }),
      check: (file) => {
        contents = readBackup(file);
      },
    }),
  ).finally(() => line.clear());
  const size = `${(statSync(path).size / 1_000_000).toFixed(1)} MB`;
  output.write(
    `${counted(contents.designs, 'design')} backed up to ${path} (${size}). It contains sealed proposals, so only you can read it.
Result files are not included, since they can be regenerated. Back these up separately: ${listed([...beside(dataDir), 'your settings'])}.
To restore it: ${program} restore ${shellQuoted(path)}
`,
  );
}

/** Files of the data folder besides the store, except those that every start creates again. */
function beside(dataDir: string): string[] {
  return readdirSync(dataDir, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('store.sqlite') && name !== 'daemon.json')
    .filter((name) => !name.endsWith('.unfinished') && !name.endsWith('.sqlite'))
    .toSorted();
}

function byItsOwnPrograms(path: string): string {
  return `The store is Postgres, because DATABASE_URL is set. To back it up while daemons run:
  pg_dump --format=custom --file ${shellQuoted(path)} "$DATABASE_URL"
To restore it into an empty database:
  pg_restore --no-owner --dbname "$OTHER_URL" ${shellQuoted(path)}`;
}
