import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import type { Log } from '../../../runtime/ports/log.ts';
import type { Store } from '../../../runtime/ports/store.ts';
import { storeError } from '../faults.ts';
import { assertNotNewer, MIGRATIONS_FOLDER } from '../migrations.ts';
import { drizzleStore } from '../store.ts';
import { connect } from './connect.ts';

/** Key of the advisory lock under which one daemon migrates while the others wait. Any number, but always this one. */
const MIGRATION_LOCK = 4_861_772;
/** Seconds that calls under way get to finish when the store is closed. */
const CLOSE_SECONDS = 5;
/** Connections per daemon: one design commits at a time, and a few are read meanwhile. */
const CONNECTIONS = 10;

/**
 * The store in a PostgreSQL (15 or newer) database, for any number of processes. Throws `Fault` with `store_newer`,
 * `store_read_only`, `store_full` or `store_unavailable`. No message and no cause holds the URL or its password.
 */
export async function openPostgresStore({ url, log }: { url: string; log: Log }): Promise<Store> {
  const beganAt = performance.now();
  try {
    await migrateUnderLock(url);
    const client = connect(url, CONNECTIONS);
    log.info('store_opened', { kind: 'postgres', elapsedMs: Math.round(performance.now() - beganAt) });
    return drizzleStore(drizzle({ client }), () => client.end({ timeout: CLOSE_SECONDS }));
  } catch (error) {
    throw storeError(error);
  }
}

/** Drizzle's migrator takes no lock itself: daemons that start together would collide. */
async function migrateUnderLock(url: string): Promise<void> {
  const client = connect(url, 1);
  try {
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
    const database = drizzle({ client });
    await assertNotNewer(database, 'The database');
    await migrate(database, { migrationsFolder: MIGRATIONS_FOLDER });
  } finally {
    // The lock belongs to this one connection and goes with it.
    await client.end({ timeout: CLOSE_SECONDS });
  }
}
