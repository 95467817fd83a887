import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { assertPlaceForBackup, writeBackup } from '../adapters/files/backup-file.ts';
import { assertDatabase, readBackup } from '../adapters/store/sqlite/backup-files.ts';
import type { Log } from '../runtime/ports/log.ts';
import type { BeforeMigrating, Migration } from '../runtime/ports/upgrade.ts';

/** Returns the place of the copy that is kept of an embedded store before these changes: the way back from them. */
export function keptBefore(dataDir: string, missing: readonly Migration[]): string {
  const [first] = missing;
  return join(dataDir, `before-${(first?.name ?? 'nothing').replace(/\.sql$/, '')}.sqlite`);
}

/**
 * Keeps a checked backup of an embedded store in its data folder before it is brought up to date. One from an upgrade that was
 * broken off is replaced. Where it cannot be written, the upgrade does not begin.
 */
export function keepBeforeUpgrade(dataDir: string, log: Pick<Log, 'info'>): BeforeMigrating {
  return async ({ missing, copyInto }) => {
    const file = keptBefore(dataDir, missing);
    assertPlaceForBackup(file, { dataDir, replace: true });
    if (existsSync(file)) assertDatabase(file);
    await writeBackup(file, { copy: copyInto, check: readBackup });
    log.info('store_kept_before_upgrade', { file, migrations: missing.map(({ name }) => name) });
  };
}
