import { setTimeout as wait } from 'node:timers/promises';
import { Unanswered } from '../adapters/store/postgres/faults.ts';
import { splitHosts } from '../adapters/store/postgres/urls.ts';
import { makeOpeningFault } from '../adapters/store/sqlite/faults.ts';
import { hasSqliteStore, openSqliteStore } from '../adapters/store/sqlite/open.ts';
import { systemClock } from '../adapters/system/clock.ts';
import { makeFolder } from '../foundation/durable.ts';
import { errorMessageOf, Fault } from '../foundation/fault.ts';
import type { Log } from '../foundation/log.ts';
import type { OpenedStore } from '../ports/opened-store.ts';
import { changeOfBackupMark } from './backup-mark.ts';
import type { Variables } from './config.ts';
import { keepRights } from './keep-rights.ts';

/**
 * Milliseconds that a starting daemon waits for its store: longer than another takes to stop, or a
 * database to restart. Service managers restart a daemon that ends sooner after ever longer pauses.
 */
const WAIT_MS = 10_000;
/** Between two tries at a database; each try at an embedded store lasts for half a second. */
const AGAIN_MS = 250;

/**
 * Words for people if there is no store yet, else `null`. A reading command must create neither a
 * data folder nor tables in a possibly foreign database. Throws as `openStore` does.
 */
export async function explainMissingStore({
  databaseUrl,
  databaseDirectUrl,
  dataDir,
}: Variables): Promise<string | null> {
  if (databaseUrl === null) {
    return hasSqliteStore(dataDir)
      ? null
      : `The data folder ${dataDir} has no store yet; it is created at first use.`;
  }
  const { nameUntouchedDatabase } = await import('../adapters/store/postgres/open.ts');
  const name = await nameUntouchedDatabase(databaseDirectUrl ?? databaseUrl);
  if (name === null) return null;
  const { pathname } = new URL(splitHosts(databaseUrl)[0] ?? databaseUrl);
  const byDefault = pathname.length > 1 ? '' : ', which is used because DATABASE_URL names none,';
  return `The database ${name}${byDefault} has no data of Charrette, and was not changed. If it is the right one, charrette serve sets it up; otherwise name another in DATABASE_URL: postgres://user@host:5432/database.`;
}

/**
 * Also opens the fleet, which a process joins when it claims a design or listens. Creates a missing
 * or empty store, but fills an empty Postgres only if `mayMigrate`. Unless it is opened only for
 * reading, the rights of a store that went back then sleep.
 */
export async function openStore(
  {
    databaseUrl,
    databaseDirectUrl: directUrl = null,
    dataDir,
  }: Pick<Variables, 'databaseUrl' | 'dataDir'> & Partial<Pick<Variables, 'databaseDirectUrl'>>,
  log: Log,
  { mayMigrate }: { readonly mayMigrate: boolean } = { mayMigrate: true },
): Promise<OpenedStore> {
  if (databaseUrl === null) {
    await makeFolder(dataDir).catch((error: unknown) => {
      throw makeOpeningFault(error, dataDir);
    });
    return beginKeeping(await openSqliteStore({ dataDir, log }), { dataDir, log, mayMigrate });
  }
  // Its imports take longer than opening the embedded store.
  const { openPostgresStore } = await import('../adapters/store/postgres/open.ts');
  const opened = await openPostgresStore({ url: databaseUrl, directUrl, log, mayMigrate });
  return beginKeeping(opened, { dataDir, log, mayMigrate });
}

interface Opening {
  readonly dataDir: string;
  readonly log: Log;
  readonly mayMigrate: boolean;
}

async function beginKeeping(
  opened: OpenedStore,
  { dataDir, log, mayMigrate }: Opening,
): Promise<OpenedStore> {
  const kept = keepRights(opened, dataDir, log);
  try {
    const change = mayMigrate ? await changeOfBackupMark(dataDir) : null;
    if (change !== null) await kept.tokens.sleep(systemClock.now(), change);
    if (mayMigrate) await kept.tokens.changes();
    return { ...opened, ...kept };
  } catch (error) {
    await opened.store.close();
    throw error;
  }
}

/**
 * Waits for a command that reads the folder, a daemon that is stopping, or a database that
 * restarts, and logs the wait. Throws the fault after `WAIT_MS`.
 */
export async function openStoreToServe(configuration: Variables, log: Log): Promise<OpenedStore> {
  const until = performance.now() + WAIT_MS;
  for (let isSaid = false; ; isSaid = true) {
    try {
      return await openStore(configuration, log);
    } catch (error) {
      if (!(isInUse(error) || error instanceof Unanswered) || performance.now() >= until)
        throw error;
      if (!isSaid)
        log.warn('store_waited_for', { reason: errorMessageOf(error), boundMs: WAIT_MS });
      if (error instanceof Unanswered) await wait(AGAIN_MS);
    }
  }
}

/** If the store is in use, throws these words instead. */
export async function openUnlessInUse<Opened>(
  words: string,
  open: () => Promise<Opened>,
): Promise<Opened> {
  try {
    return await open();
  } catch (error) {
    if (!isInUse(error)) throw error;
    throw new Fault('store_in_use', words, error);
  }
}

export function isInUse(error: unknown): boolean {
  return error instanceof Fault && error.code === 'store_in_use';
}
