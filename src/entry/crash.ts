import { inspect } from 'node:util';
import { EXIT } from './cli/exit-codes.ts';

/**
 * From now on an error that nobody catches is said here, and ends the process as Node would. Node's own words would hold
 * its message, stack and causes past everything that takes secrets out (D6). The last call counts.
 */
export function crashSaying(say: (words: string) => void): void {
  process.setUncaughtExceptionCaptureCallback(null);
  process.setUncaughtExceptionCaptureCallback((error) => {
    try {
      say(inspect(error));
    } finally {
      process.exit(EXIT.other);
    }
  });
}
