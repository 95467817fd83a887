import { rm } from 'node:fs/promises';
import type { Command } from 'commander';
import { makeMovedFault } from '../../adapters/store/sqlite/faults.ts';
import { readMovedMark } from '../../adapters/store/sqlite/open.ts';
import { countOf } from '../../core/vocabulary/figures.ts';
import { writeDurably } from '../../foundation/durable.ts';
import { CHARRETTE_VERSION } from '../../foundation/version.ts';
import { sayBackup } from '../backup-mark.ts';
import { createCliContext } from '../cli/cli-context.ts';
import { explainInUse, findDaemon, isFound } from '../cli/find-daemon.ts';
import { output } from '../cli/output.ts';
import { makeUsageFault, parse } from '../cli/typed.ts';
import { explainMissingStore, openStore } from '../open-store.ts';
import { VARIABLES } from '../variables.ts';

export function configure(command: Command) {
  command.option(
    '--to <url>',
    'move the embedded store, if nothing uses it, to this empty Postgres database',
  );
}

/** Creates the store or migrates it, all or nothing; or moves it. */
export async function run({ to }: { readonly to?: string }) {
  if (to !== undefined) return move(to);
  const { configuration, log } = createCliContext();
  const found = await findDaemon(configuration);
  try {
    const { store } = await openStore(configuration, log);
    await store.close();
  } catch (error) {
    throw explainInUse(error, found);
  }
  output.write(`The store is up to date for Charrette ${CHARRETTE_VERSION}.\n`);
}

/** Leaves the old store unchanged. It is never opened again. */
async function move(to: string) {
  const { configuration, log } = createCliContext();
  const { dataDir, databaseUrl } = configuration;
  if (databaseUrl !== null)
    throw makeUsageFault(
      `The store is already Postgres, because DATABASE_URL is set. To move the embedded store in ${dataDir}, unset DATABASE_URL first; to move a Postgres database, use pg_dump and pg_restore.`,
    );
  // The address contains a password, and is never shown.
  const { schema, allowed } = VARIABLES.DATABASE_URL;
  const url = parse(schema, to, `--to expects ${allowed}.`);
  if (url === null) throw makeUsageFault(`--to expects ${allowed}.`);
  const missing = await explainMissingStore(configuration);
  if (missing !== null) throw makeUsageFault(`There is nothing to move. ${missing}`);
  const found = await findDaemon(configuration);
  if (isFound(found))
    throw makeUsageFault(
      `The daemon at ${found.url} runs on the data folder ${dataDir}. Stop it first: a store in use cannot be moved.`,
    );
  const { moveStore } = await import('../../adapters/store/move.ts');
  const mark = readMovedMark(dataDir);
  // The rights of a backup sleep before they are moved.
  const asleep = openStore(configuration, log).then(({ store }) => store.close());
  const moved = asleep.then(() =>
    moveStore(dataDir, url, {
      set: () =>
        writeDurably(mark, Buffer.from(`${makeMovedFault(dataDir, mark).message}\n`), 0o600),
      lift: () => rm(mark, { force: true }),
    }),
  );
  const { designs, rows } = await moved.catch((error: unknown) => {
    throw explainInUse(error, found);
  });
  await sayBackup(configuration, (words) => process.stderr.write(`${words}\n`));
  output.write(
    `${countOf(designs, 'design')} moved to Postgres, with everything stored about them (${countOf(rows, 'row')}).
Now set DATABASE_URL to that address and start the daemons with it: they continue every design that had not ended.
The embedded store in ${dataDir} is unchanged, and is no longer opened: ${mark} says why. Remove both once you have a backup of the Postgres database.
`,
  );
}
