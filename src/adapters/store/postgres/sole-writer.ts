import type postgres from 'postgres';
import { Fault } from '../../../runtime/fault.ts';
import type { Log } from '../../../runtime/ports/log.ts';
import type { Store } from '../../../runtime/ports/store.ts';
import { storeError } from '../faults.ts';
import { connect } from './connect.ts';

/** Key of the advisory lock that the one process which runs designs holds. Any number, but always this one. */
const WRITER_LOCK = 4_861_773;
const REGAIN_MS = 1_000;

/**
 * The store for the one process of this version that runs designs on a database; `Fault('store_in_use')` if another
 * one does. The lock belongs to a connection of its own, so that Postgres frees it when this process dies. Should that
 * connection be lost, nothing is claimed or committed until the lock is held again: the driver reconnects silently,
 * but without the lock.
 */
export async function soleWriter(store: Store, { url, log }: { url: string; log: Log }): Promise<Store> {
  let held = false;
  let closing = false;
  let regaining: NodeJS.Timeout | undefined;
  const client = connect(url, 1, () => {
    held = false;
    if (closing || regaining !== undefined) return;
    log.error('writer_lock_lost');
    regaining = setInterval(() => {
      take().catch((error: unknown) => log.warn('writer_lock_not_regained', { error: storeError(error) }));
    }, REGAIN_MS);
  });
  const take = async (): Promise<void> => {
    held = await tryLock(client);
    if (!held) return;
    clearInterval(regaining);
    regaining = undefined;
  };
  const close = async (): Promise<void> => {
    closing = true;
    clearInterval(regaining);
    await client.end({ timeout: 1 });
    await store.close();
  };

  try {
    await take();
  } catch (error) {
    await close();
    throw storeError(error);
  }
  if (!held) {
    await close();
    throw new Fault(
      'store_in_use',
      'Another process runs designs on this database, and this version allows one. Use its HTTP API, or stop it first.',
    );
  }
  const whileHeld = async <Result>(act: () => Promise<Result>): Promise<Result> => {
    if (held) return act();
    throw new Fault(
      'store_unavailable',
      'The lock on the database was lost with its connection; it is being taken again.',
    );
  };
  return {
    ...store,
    claim: (designId) => whileHeld(() => store.claim(designId)),
    commit: (commit) => whileHeld(() => store.commit(commit)),
    ping: () => whileHeld(() => store.ping()),
    close,
  };
}

async function tryLock(client: postgres.Sql): Promise<boolean> {
  const [row] = await client<{ held: boolean }[]>`select pg_try_advisory_lock(${WRITER_LOCK}) as held`;
  return row?.held === true;
}
