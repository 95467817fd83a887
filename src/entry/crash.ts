import { format, inspect } from 'node:util';
import { errorMessage } from '../runtime/fault.ts';
import type { Log } from '../runtime/ports/log.ts';
import { EXIT } from './cli/exit-codes.ts';

const MAX_CAUSES = 5;

/**
 * From now on an error that nobody catches is said here, and ends the process as Node would. Node's own words would hold
 * its message, stack and causes past everything that takes secrets out (D6). The last call counts.
 */
export function crashSaying(say: (words: string) => void): void {
  process.setUncaughtExceptionCaptureCallback(null);
  process.setUncaughtExceptionCaptureCallback((error) => {
    try {
      say(wordsFor(error));
    } finally {
      process.exit(EXIT.other);
    }
  });
}

/** Without an error's own fields, in which libraries keep what they were given. */
function wordsFor(error: unknown, causes = 0): string {
  if (!(error instanceof Error)) return inspect(error);
  const said = error.stack ?? errorMessage(error);
  if (error.cause === undefined || causes === MAX_CAUSES) return said;
  return `${said}\nThe cause: ${wordsFor(error.cause, causes + 1)}`;
}

/** What Node and libraries would print by themselves goes through the log, which is all that a daemon writes there. */
export function printThroughLog(log: Log): void {
  crashSaying((words) => log.error('uncaught_error', { error: words }));
  process.removeAllListeners('warning');
  process.on('warning', (warning) => log.warn('node_warning', { error: warning }));
  console.warn = (...words: readonly unknown[]) => log.warn('library_warning', { what: format(...words) });
}
