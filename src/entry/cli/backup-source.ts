import { openForBackup } from '../../adapters/store/sqlite/backup-files.ts';
import type { Backup } from '../../engine/ports/backup.ts';
import { Fault } from '../../foundation/fault.ts';
import { unlessInUse } from '../open-store.ts';
import { backupThere } from './backup-there.ts';
import type { CliContext } from './cli-context.ts';
import { findDaemon, inUseBecause } from './find-daemon.ts';

/**
 * Does the work on copies of the embedded store: those of the daemon that has it open, or its own where no process has. A signal of
 * the system aborts it. Throws `Fault`.
 */
export async function withBackup(
  { configuration: { dataDir }, program }: CliContext,
  work: (backup: Backup, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort(new Fault('write_failed', 'Interrupted. There is no backup.'));
  for (const name of SIGNALS) process.once(name, interrupt);
  try {
    const words = `A design runs in a terminal on the data folder ${dataDir}, or a daemon that does not answer. Wait for its end, or run designs in ${program} serve: its store is backed up while they run.`;
    const source = await reached(dataDir, () => unlessInUse(words, () => openForBackup(dataDir)));
    try {
      await work(source.backup, interrupted.signal);
    } finally {
      source.close();
    }
  } finally {
    for (const name of SIGNALS) process.off(name, interrupt);
  }
}

/** Looks for the daemon again where it has the store and was too busy to answer. */
async function reached(
  dataDir: string,
  open: () => ReturnType<typeof openForBackup>,
): ReturnType<typeof openForBackup> {
  for (let attempt = 1; ; attempt += 1) {
    const found = await findDaemon({ dataDir });
    if (found.daemon !== null) return { backup: backupThere(found.daemon), close: () => undefined };
    try {
      return await open();
    } catch (error) {
      const isBusy = error instanceof Fault && error.code === 'store_in_use' && found.why !== null;
      if (!isBusy || attempt === ATTEMPTS) throw inUseBecause(error, found);
    }
  }
}

const ATTEMPTS = 3;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
