import { damageIn, openSqliteStore, sqliteStoreExists } from '../adapters/store/sqlite/open.ts';
import type { Fleet } from '../runtime/ports/fleet.ts';
import type { Log } from '../runtime/ports/log.ts';
import type { Store } from '../runtime/ports/store.ts';
import type { Configuration } from './config.ts';

/** Whether there is anything to look into; looking must not make a data folder. */
export function storeExists({ databaseUrl, dataDir }: Configuration): boolean {
  return databaseUrl !== null || sqliteStoreExists(dataDir);
}

/** The store, and the fleet of the processes that share it: a process joins when it first owns a design or listens. */
export async function openStore(
  { databaseUrl, dataDir }: Configuration,
  log: Log,
): Promise<{ readonly store: Store; readonly fleet: Fleet }> {
  if (databaseUrl === null) return openSqliteStore({ dataDir, log });
  // With what it needs it takes longer to load than the embedded store takes to open.
  const { openPostgresStore } = await import('../adapters/store/postgres/open.ts');
  return openPostgresStore({ url: databaseUrl, log });
}

/** What is wrong with the embedded store, in a few lines; a Postgres is looked after by those who run it. */
export async function damageInStore({ databaseUrl, dataDir }: Configuration): Promise<string[]> {
  return databaseUrl === null ? damageIn(dataDir) : [];
}
