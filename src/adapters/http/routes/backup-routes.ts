import { stream } from 'hono/streaming';
import { ACTS } from '../../../acts/table.ts';
import type { Backup, BackupProgress } from '../../../engine/ports/backup.ts';
import { errorMessage, Fault, SEE_LOG } from '../../../foundation/fault.ts';
import type { Log } from '../../../foundation/log.ts';
import type { BackupLine } from '../access/local.ts';
import { type Handled, handled } from '../handled.ts';
import { Problem } from '../problem.ts';

interface BackupParts {
  /** `null` for a store that other daemons share. */
  readonly backup: Backup | null;
  readonly log: Log;
  readonly redact: (text: string) => string;
  readonly closing: AbortSignal;
}

/**
 * Copies the store to a file that only the command line on the same data folder may name. Answers with lines of JSON:
 * the progress, then `done` or an `error`.
 */
export function backupRoutes({ backup, log, redact, closing }: BackupParts): Handled[] {
  let isUnderWay = false;

  const copy = handled(ACTS.back_up, async ({ context, body: { file } }) => {
    if (backup === null)
      throw new Problem('conflict', 'This daemon stores its designs in Postgres. Back it up with pg_dump.');
    if (isUnderWay)
      throw new Problem('conflict', 'Another backup of this store is being written. Wait until it is done.');
    isUnderWay = true;
    context.set('about', `started, to ${file}`);
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

/** Explains a failure with its cause: the operator at the command line sees no log. */
function wordsOf(error: unknown, closing: AbortSignal): string {
  if (closing.aborted)
    return 'The daemon is stopping, so nothing was backed up. Try again when it has stopped.';
  if (!(error instanceof Fault)) return 'Something went wrong inside Charrette. The log has the details.';
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
