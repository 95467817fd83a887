import { errorMessage } from '../foundation/fault.ts';
import { EXIT } from './cli/exit-codes.ts';

const MAX_CAUSES = 5;

/**
 * Reports uncaught errors from now on, and ends the process as Node would. Node's own report would print its message, stack and
 * causes without taking secrets out (D6). The last call counts.
 */
export function crashSaying(say: (words: string, error: unknown) => void): void {
  process.setUncaughtExceptionCaptureCallback(null);
  process.setUncaughtExceptionCaptureCallback((error) => {
    try {
      say(wordsFor(error), error);
    } catch {
      process.stderr.write('Something in Charrette itself went wrong, and so did saying what.\n');
    } finally {
      process.exit(EXIT.other);
    }
  });
}

/** Describes the error, then its causes. */
function wordsFor(error: unknown): string {
  const all = [error];
  for (const each of all) {
    if (!(each instanceof Error) || all.length > MAX_CAUSES) continue;
    if (each.cause !== undefined && !all.includes(each.cause)) all.push(each.cause);
    if (each instanceof AggregateError && Array.isArray(each.errors))
      all.push(...each.errors.slice(0, MAX_CAUSES));
  }
  return all
    .slice(0, MAX_CAUSES + 1)
    .map(stackOf)
    .join('\nThe cause: ');
}

/** Returns the stack without an object's own fields, in which libraries keep their arguments. */
function stackOf(error: unknown): string {
  if (error instanceof Error) return error.stack ?? errorMessage(error);
  return Object(error) === error ? `what is no error, of the type ${typeof error}` : String(error);
}
