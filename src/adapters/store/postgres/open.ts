import type { Fleet } from '../../../runtime/ports/fleet.ts';
import type { Log } from '../../../runtime/ports/log.ts';
import type { Store } from '../../../runtime/ports/store.ts';
import { connect } from './connect.ts';
import { isUnreachable, storeError } from './faults.ts';
import { postgresFleet } from './fleet.ts';
import { migrate } from './migrations.ts';
import { type CallBounds, Pool } from './pool.ts';
import { postgresStore } from './store.ts';
import { urlsOfHosts } from './urls.ts';

/** Key of the advisory lock under which one daemon migrates while the others wait. Any number, but always this one. */
const MIGRATION_LOCK = 4_861_772;

/**
 * The store in a PostgreSQL (15 or newer) database, for any number of processes, and the fleet of those that run
 * designs in it. A URL may name several hosts, of which the first that can be written is used. Throws `Fault` with
 * `store_newer`, `store_read_only`, `store_full` or `store_unavailable`. No message and no cause holds the URL or its
 * password.
 */
export async function openPostgresStore({
  url,
  log,
  ...bounds
}: {
  url: string;
  log: Log;
} & CallBounds): Promise<{ store: Store; fleet: Fleet }> {
  const beganAt = performance.now();
  const urls = await migrateAtFirstOf(urlsOfHosts(url), []);
  const pool = new Pool(urls, log, bounds);
  const { fleet, close } = postgresFleet(urls, pool.run, log);
  const store = postgresStore(pool.run, async () => {
    await close();
    await pool.close();
  });
  log.info('store_opened', { kind: 'postgres', elapsedMs: Math.round(performance.now() - beganAt) });
  return { store, fleet };
}

/**
 * Migrates at the first host that can be used, and answers with all of them, that one first. Throws the fault of the
 * last one if none can be.
 */
export async function migrateAtFirstOf(
  [url = '', ...others]: string[],
  passedOver: string[],
): Promise<string[]> {
  try {
    await migrateUnderLock(url);
    return [url, ...others, ...passedOver];
  } catch (error) {
    if (others.length === 0 || !isUnreachable(error)) throw storeError(error);
    return migrateAtFirstOf(others, [...passedOver, url]);
  }
}

/** Daemons that start together would collide. */
async function migrateUnderLock(url: string): Promise<void> {
  const client = connect(url, { connections: 1, statementMs: 0 });
  try {
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await migrate((script) => client.unsafe(script), 'The database');
  } finally {
    // The lock belongs to this one connection and goes with it.
    await client.end({ timeout: 1 });
  }
}
