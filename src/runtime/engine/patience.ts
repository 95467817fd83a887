import pRetry from 'p-retry';
import { Fault, type FaultCode } from '../fault.ts';
import type { Log } from '../ports/log.ts';

/** What passes by itself, or when an operator has helped: a database that is away, full, or a replica for the moment. */
const PASSING: readonly FaultCode[] = ['store_unavailable', 'store_full', 'store_read_only'];
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 1_000;

/**
 * Does it again for as long as the store is away. What waits is bounded by what is under way: a turn is given nothing
 * new before its last report is stored. Rejects with anything that does not pass by itself, and at once, with the
 * signal's reason when that is aborted: whether an attempt that was under way has succeeded is then not known.
 */
export function patiently<Result>(
  work: () => Promise<Result>,
  { signal, log, what }: { readonly signal: AbortSignal; readonly log: Log; readonly what: string },
): Promise<Result> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  const trying = pRetry(work, {
    retries: Number.POSITIVE_INFINITY,
    minTimeout: FIRST_WAIT_MS,
    maxTimeout: LONGEST_WAIT_MS,
    randomize: true,
    signal,
    shouldRetry: ({ error }) => error instanceof Fault && PASSING.includes(error.code),
    onFailedAttempt: ({ error, attemptNumber }) =>
      log.warn('store_away', { what, attempt: attemptNumber, error }),
  });
  return Promise.race([trying, aborted]).finally(() => signal.removeEventListener('abort', abort));
}
