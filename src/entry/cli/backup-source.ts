import { createInterface } from 'node:readline';
import { pathOf } from '../../acts/act.ts';
import { ACTS } from '../../acts/table.ts';
import { BackupLine } from '../../adapters/http/access/local.ts';
import { openForBackup } from '../../adapters/store/sqlite/backup-files.ts';
import type { Backup } from '../../engine/ports/backup.ts';
import { errorMessage, Fault } from '../../foundation/fault.ts';
import { unlessInUse } from '../open-store.ts';
import { readable, reasonIn } from './api.ts';
import type { CliContext } from './cli-context.ts';
import { type Daemon, findDaemon, inUseBecause } from './find-daemon.ts';
import { jsonOf } from './plain-http.ts';

/**
 * Copies the embedded store through the daemon that has it open, or directly if no process has. SIGINT, SIGTERM and SIGHUP
 * abort. Throws `Fault`.
 */
export async function withBackup(
  { configuration: { dataDir }, program }: CliContext,
  work: (backup: Backup, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort(new Fault('write_failed', 'Interrupted. No backup was made.'));
  for (const name of SIGNALS) process.once(name, interrupt);
  try {
    const words = `The data folder ${dataDir} is in use by a design in a terminal, or by a daemon that does not answer. Wait until it ends, or run designs in ${program} serve, whose store can be backed up meanwhile.`;
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

/** Looks for the daemon again if it has the store but was too busy to answer. */
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

const REFUSAL_BYTES = 100_000;

/** The running daemon makes the copies, since no other process can read its store. */
function backupThere(daemon: Pick<Daemon, 'send' | 'url'>): Backup {
  return {
    async copyInto(file, { signal, onProgress }) {
      let last: BackupLine | null = null;
      try {
        const answer = await daemon.send(pathOf(ACTS.back_up), { file }, signal);
        const status = answer.statusCode ?? 0;
        if (status >= 400) throw notMade(reasonIn({ status, body: await jsonOf(answer, REFUSAL_BYTES) }));
        for await (const line of createInterface({ input: answer })) {
          last = readable(BackupLine, JSON.parse(line));
          if ('pages' in last) onProgress(last);
        }
      } catch (error) {
        if (signal.aborted || error instanceof Fault) throw signal.reason ?? error;
        const words = `The daemon at ${daemon.url} closed the connection (${errorMessage(error)}).`;
        throw notMade(`${words} Is it still running?`, error);
      }
      if (last !== null && 'error' in last) throw notMade(last.error);
      if (last === null || !('done' in last))
        throw notMade(`The daemon at ${daemon.url} closed the connection. Is it still running?`);
    },
  };
}

function notMade(why: string, cause?: unknown): Fault {
  return new Fault('write_failed', `No backup was made. ${why}`, cause);
}
