import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openPgliteStore } from '../adapters/store/pglite/open.ts';
import { openPostgresStore } from '../adapters/store/postgres/open.ts';
import type { Fleet } from '../runtime/ports/fleet.ts';
import type { Log } from '../runtime/ports/log.ts';
import type { Store } from '../runtime/ports/store.ts';
import type { Configuration } from './config.ts';

/** Whether there is anything to look into; looking must not make a data folder. */
export function storeExists({ databaseUrl, dataDir }: Configuration): boolean {
  return databaseUrl !== null || existsSync(join(dataDir, 'store'));
}

/** The store, and the fleet of the processes that share it: a process joins when it first owns a design or listens. */
export async function openStore(
  { databaseUrl, dataDir }: Configuration,
  log: Log,
): Promise<{ readonly store: Store; readonly fleet: Fleet }> {
  return databaseUrl === null
    ? openPgliteStore({ dataDir, log })
    : openPostgresStore({ url: databaseUrl, log });
}
