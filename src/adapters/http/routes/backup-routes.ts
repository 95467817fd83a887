import { stream } from 'hono/streaming';
import { ACTS } from '../../../acts/table.ts';
import type { Backup, BackupProgress } from '../../../engine/ports/backup.ts';
import { errorMessage, Fault, SEE_LOG } from '../../../foundation/fault.ts';
import type { Log } from '../../../foundation/log.ts';
import type { BackupLine } from '../access/local.ts';
import { type Handled, handled } from '../handled.ts';
import { Problem } from '../problem.ts';

interface BackupParts {
  /** `null` where the store is not the daemon's alone. */
  readonly backup: Backup | null;
  readonly log: Log;
  readonly redact: (text: string) => string;
  readonly closing: AbortSignal;
}

/**
 * Copies of the store for the command line on the same data folder, which alone can say where to. The answer is lines of JSON: how
 * far it is, and at last `done` or an `error`.
 */
export function backupRoutes({ backup, log, redact, closing }: BackupParts): Handled[] {
  let isUnderWay = false;

  const copy = handled(ACTS.back_up, async ({ context, body: { file } }) => {
    if (backup === null)
      throw new Problem('conflict', 'The store of this daemon is a Postgres. Back it up with pg_dump.');
    if (isUnderWay)
      throw new Problem('conflict', 'Another backup of this store is being written. Wait for its end.');
    isUnderWay = true;
    // Its end is in the log of the daemon: an answer that goes on is noted as it begins.
    context.set('about', `begun, into ${file}`);
    return stream(context, async (answer) => {
      const gone = new AbortController();
      answer.onAbort(() => gone.abort());
      const signal = AbortSignal.any([gone.signal, closing]);
      const say = (line: BackupLine) => answer.write(`${JSON.stringify(line)}\n`);
      try {
        const onProgress = eachPercent((progress) => {
          say(progress).catch((error: unknown) => gone.abort(error));
        });
        await backup.copyInto(file, { signal, onProgress });
        log.info('backed_up', { file });
        await say({ done: true });
      } catch (error) {
        if (!signal.aborted) log.error('not_backed_up', { file, error });
        await say({ error: redact(wordsOf(error, closing)) });
      } finally {
        isUnderWay = false;
      }
    });
  });

  return [copy];
}

/** The operator of this machine reads it, and sees no log. */
function wordsOf(error: unknown, closing: AbortSignal): string {
  if (closing.aborted) return 'The daemon stops, and nothing was backed up. Try again when it has stopped.';
  if (!(error instanceof Fault)) return 'Something went wrong inside Charrette. The log says more.';
  const cause = error.cause instanceof Error ? `The cause: ${errorMessage(error.cause)}` : '';
  return error.message.replace(SEE_LOG, () => cause).trimEnd();
}

function eachPercent(pass: (progress: BackupProgress) => void): (progress: BackupProgress) => void {
  let passed = -1;
  return (progress) => {
    const percent = Math.floor((100 * progress.pages) / Math.max(1, progress.totalPages));
    if (percent === passed) return;
    passed = percent;
    pass(progress);
  };
}
