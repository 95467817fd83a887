import { errorMessageOf } from '../foundation/fault.ts';
import { EXIT } from './cli/exit-codes.ts';

const MAX_CAUSES = 5;

/**
 * Reports uncaught errors and ends the process. Node's own report would print message, stack and
 * causes with secrets. The last call wins.
 */
export function reportUncaughtErrors(say: (words: string, error: unknown) => void): void {
  process.setUncaughtExceptionCaptureCallback(null);
  process.setUncaughtExceptionCaptureCallback((error) => {
    try {
      say(stacksOf(error), error);
    } catch {
      process.stderr.write('Something in Charrette itself went wrong, and so did reporting it.\n');
    } finally {
      process.exit(EXIT.other);
    }
  });
}

function stacksOf(error: unknown): string {
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

/** Leaves out an object's own fields, where libraries keep their arguments. */
function stackOf(error: unknown): string {
  if (error instanceof Error) return error.stack ?? errorMessageOf(error);
  return Object(error) === error ? `not an error, but a ${typeof error}` : String(error);
}
