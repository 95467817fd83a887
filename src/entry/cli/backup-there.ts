import { createInterface } from 'node:readline';
import { pathOf } from '../../acts/act.ts';
import { ACTS } from '../../acts/table.ts';
import { BackupLine } from '../../adapters/http/access/local.ts';
import type { Backup } from '../../engine/ports/backup.ts';
import { errorMessage, Fault } from '../../foundation/fault.ts';
import { readable, reasonIn } from './api.ts';
import type { Daemon } from './find-daemon.ts';
import { jsonOf } from './plain-http.ts';

/** Bytes of the longest refusal that is read. */
const REFUSAL_BYTES = 100_000;

/** The copies that a running daemon makes of its store, in which no other process can read. */
export function backupThere(daemon: Pick<Daemon, 'send' | 'url'>): Backup {
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
        const words = `The daemon at ${daemon.url} broke off (${errorMessage(error)}).`;
        throw notMade(`${words} Is it still running?`, error);
      }
      if (last !== null && 'error' in last) throw notMade(last.error);
      if (last === null || !('done' in last))
        throw notMade(`The daemon at ${daemon.url} broke off. Is it still running?`);
    },
  };
}

function notMade(why: string, cause?: unknown): Fault {
  return new Fault('write_failed', `There is no backup. ${why}`, cause);
}
