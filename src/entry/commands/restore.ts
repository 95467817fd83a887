import { resolve } from 'node:path';
import type { Command } from 'commander';
import { assertNoStore, placeBackup } from '../../adapters/files/backup-file.ts';
import { brokenIn, readBackup } from '../../adapters/store/sqlite/backup-files.ts';
import { shellQuoted } from '../../adapters/terminal/format.ts';
import { counted } from '../../core/vocabulary/figures.ts';
import { cliContext } from '../cli/cli-context.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { findDaemon } from '../cli/find-daemon.ts';
import { output } from '../cli/output.ts';
import { badUsage } from '../cli/typed.ts';

export function configure(command: Command) {
  command.argument('<file>', 'a file that backup wrote');
}

/**
 * Checks a backup and makes it the store of a data folder without one. A backup with damaged designs is restored for
 * the other designs, but the command exits with an error.
 */
export async function run(named: string): Promise<number> {
  const { configuration, program } = cliContext();
  const { dataDir, databaseUrl } = configuration;
  const path = resolve(named);
  if (databaseUrl !== null) throw badUsage(byItsOwnPrograms(path));
  const { daemon } = await findDaemon(configuration);
  if (daemon !== null)
    throw badUsage(
      `The daemon at ${daemon.url} runs on the data folder ${dataDir}. Stop it, and move its store away.`,
    );
  assertNoStore(dataDir);
  const { designs, notEnded } = readBackup(path);
  const broken = await brokenIn(path);
  await placeBackup(path, dataDir);
  const going =
    notEnded === 0 ? '' : ` ${program} serve continues ${counted(notEnded, 'design')} that had not ended.`;
  output.write(
    `${counted(designs, 'design')} restored into ${dataDir}.${going}
Anything later than the backup is missing: repeat forget for designs that were forgotten since.
If the daemon that you backed up still runs, stop it first, or both will continue the same designs.
`,
  );
  if (broken.length === 0) return EXIT.completed;
  const each = broken.map(({ designId, reason }) => `  ${designId}: ${reason}`);
  process.stderr.write(
    `Charrette does not continue ${counted(broken.length, 'design')}, because the stored events differ from the record:
${each.join('\n')}
`,
  );
  return EXIT.other;
}

function byItsOwnPrograms(path: string): string {
  return `The store is Postgres, because DATABASE_URL is set. Restore a dump of it into an empty database:
  pg_restore --no-owner --dbname "$DATABASE_URL" ${shellQuoted(path)}
A backup of an embedded store cannot be read there: restore it with DATABASE_URL unset.`;
}
