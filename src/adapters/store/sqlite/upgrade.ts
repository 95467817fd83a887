import type { BeforeMigrating, Upgrade } from '../../../runtime/ports/upgrade.ts';
import { missingMigrations, versionOf } from './migrations.ts';
import { assertSound, openFolder, openUpToDate } from './open.ts';

/** Says what opening the store of a folder with this version takes. Changes nothing. Throws like opening it does. */
export async function sqliteUpgrade(dataDir: string): Promise<Upgrade> {
  let found: Upgrade = { applied: 0, missing: [], inUseBy: [] };
  const database = await openFolder(dataDir, (opened, folder) => {
    const missing = missingMigrations(opened, { place: `The data folder ${folder}`, mayMigrate: true });
    found = { applied: versionOf(opened), missing, inUseBy: [] };
  });
  database.close();
  return found;
}

/** Brings the store of a folder up to date, all of it or nothing, after it was kept as it is. Reads all of it first. */
export async function upgradeSqlite(dataDir: string, beforeMigrating: BeforeMigrating): Promise<void> {
  const opened = await openUpToDate(dataDir, { mayMigrate: true, check: assertSound, beforeMigrating });
  opened.close();
}
