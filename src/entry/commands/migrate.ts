import { resolve } from 'node:path';
import type { Command } from 'commander';
import { assertRecentDump } from '../../adapters/files/dump-file.ts';
import { systemClock } from '../../adapters/system/clock.ts';
import { counted } from '../../core/vocabulary/figures.ts';
import { listed } from '../../core/vocabulary/text.ts';
import type { Upgrade } from '../../runtime/ports/upgrade.ts';
import { CHARRETTE_VERSION } from '../../runtime/version.ts';
import { type CliContext, cliContext } from '../cli/cli-context.ts';
import { findDaemon, inUseBecause } from '../cli/find-daemon.ts';
import { output } from '../cli/output.ts';
import { quoted } from '../cli/shell.ts';
import { badUsage } from '../cli/typed.ts';
import { keepBeforeUpgrade, keptBefore } from '../keep-before-upgrade.ts';
import { missingStore } from '../open-store.ts';

interface MigrateOptions {
  readonly preview?: boolean;
  readonly yes?: boolean;
  readonly dump?: string;
  readonly besideDaemons?: boolean;
}

export function configure(command: Command) {
  command
    .option('--preview', 'only say what would be changed')
    .option('--dump <file>', 'Postgres: what pg_dump wrote before, which is the way back')
    .option('--yes', 'Postgres: go on without a dump that is named here')
    .option('--beside-daemons', 'Postgres: also while daemons run, where docs/upgrade.md allows it');
}

/** Brings the store up to date for this version, all of it or nothing, and keeps what it was. */
export async function run(options: MigrateOptions) {
  const context = cliContext();
  const missing = await missingStore(context.configuration);
  if (missing !== null) return output.write(`There is nothing to bring up to date. ${missing}\n`);
  const found = await findDaemon(context.configuration);
  try {
    const upgrade = await wanted(context);
    if (upgrade.missing.length === 0)
      return output.write(`The store is up to date for Charrette ${CHARRETTE_VERSION}.\n`);
    if (options.preview) return output.write(preview(upgrade, context));
    if (context.configuration.databaseUrl === null) await embedded(upgrade, context);
    else await shared(upgrade, context, options);
  } catch (error) {
    throw inUseBecause(error, found);
  }
}

async function wanted({ configuration: { databaseUrl, dataDir } }: CliContext): Promise<Upgrade> {
  if (databaseUrl === null)
    return (await import('../../adapters/store/sqlite/upgrade.ts')).sqliteUpgrade(dataDir);
  return (await import('../../adapters/store/postgres/upgrade.ts')).postgresUpgrade(databaseUrl);
}

async function embedded(upgrade: Upgrade, { configuration, log, program }: CliContext): Promise<void> {
  const { dataDir } = configuration;
  const { upgradeSqlite } = await import('../../adapters/store/sqlite/upgrade.ts');
  await upgradeSqlite(dataDir, keepBeforeUpgrade(dataDir, log));
  const kept = keptBefore(dataDir, upgrade.missing);
  output.write(`${done(upgrade)} As it was before: ${kept}
The way back: with the version before, move ${quoted(`${dataDir}/store.sqlite`)} and its -wal away, and ${program} restore ${quoted(kept)}
`);
}

async function shared(
  upgrade: Upgrade,
  { configuration }: CliContext,
  { yes, dump, besideDaemons }: MigrateOptions,
): Promise<void> {
  const { databaseUrl } = configuration;
  if (databaseUrl === null) throw new Error('broken invariant: a Postgres has an address');
  if (dump !== undefined) assertRecentDump(resolve(dump), systemClock.now());
  if (dump === undefined && !yes)
    throw badUsage(`No dump is known, and without one there is no way back. Take one:
  pg_dump --format=custom --file charrette.dump "$DATABASE_URL"
Then name it with --dump charrette.dump, or add --yes where the database is kept in another way.`);
  const { inUseBy } = upgrade;
  if (inUseBy.length > 0 && !besideDaemons)
    throw badUsage(
      `${counted(inUseBy.length, 'daemon')} of the version before ${inUseBy.length === 1 ? 'runs' : 'run'} on it: ${listed(inUseBy)}. Stop them first; one that was killed counts for some seconds more. Where docs/upgrade.md says that the two versions may run beside each other, add --beside-daemons.`,
    );
  const { upgradePostgres } = await import('../../adapters/store/postgres/upgrade.ts');
  await upgradePostgres(databaseUrl);
  output.write(
    `${done(upgrade)} The way back is ${dump === undefined ? 'the backup that you have' : resolve(dump)}, and the version before.\n`,
  );
}

function done({ missing }: Upgrade): string {
  return `The store is up to date for Charrette ${CHARRETTE_VERSION}: ${counted(missing.length, 'change')} made (${listed(missing.map(({ name }) => name))}).`;
}

/** Names each change and its statements, and what is done before. */
function preview({ missing, inUseBy }: Upgrade, { configuration, program }: CliContext): string {
  const { databaseUrl, dataDir } = configuration;
  const changes = missing.flatMap(({ name, statements }) => [name, ...headsOf(statements.join('\n'))]);
  const before =
    databaseUrl === null
      ? `Before that, a copy of it as it is goes to ${keptBefore(dataDir, missing)}.`
      : 'Before that, take a dump: a Postgres is not copied here.';
  const daemons = inUseBy.length === 0 ? '' : `Now run on it: ${listed(inUseBy)}.\n`;
  return `${counted(missing.length, 'change')} to the store, all or none, which an earlier version cannot be started on afterwards:
${changes.join('\n')}
${daemons}${before} To make them: ${program} migrate
`;
}

/** The first words of each statement: which table it makes or changes. */
function headsOf(script: string): string[] {
  return script
    .replaceAll(/^--.*$/gm, '')
    .split(';')
    .map(
      (statement) =>
        statement
          .trim()
          .split('\n')[0]
          ?.replace(/\s*\($/, '') ?? '',
    )
    .filter((head) => head !== '')
    .map((head) => `  ${head.slice(0, 100)}`);
}
