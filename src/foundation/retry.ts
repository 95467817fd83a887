/**
 * Repeats work that may pass, with growing waits, up to a number of attempts and never past a
 * signal.
 *
 * @example await retry((attempt) => fetchOnce(attempt), RETRY_POLICIES.lookUp, { isPassing,
 * onFailed, signal });
 */

import pRetry from 'p-retry';
import type { Clock } from './clock.ts';
import { keepDefined } from './keep-defined.ts';
import { waitUntil } from './timeout.ts';

export interface RetryPolicy {
  /** Attempts after the first. */
  readonly retries: number;
  /**
   * Milliseconds before the second attempt. Doubles with each further one; up to 100 % jitter is
   * added.
   */
  readonly firstWaitMs: number;
  readonly maxWaitMs: number;
}

export const RETRY_POLICIES = {
  /** Retries for as long as the store is unavailable. */
  storeUnavailable: { retries: Number.POSITIVE_INFINITY, firstWaitMs: 50, maxWaitMs: 1_000 },
  /**
   * Adopts a design again that the store failed to give: a single one can fail, while all others
   * are read.
   */
  adoption: { retries: Number.POSITIVE_INFINITY, firstWaitMs: 1_000, maxWaitMs: 60_000 },
  /** Some ten minutes for one message of a design. */
  chatCall: { retries: 24, firstWaitMs: 250, maxWaitMs: 30_000 },
  /**
   * Some fifteen seconds for a design's files, before the design records that they could not be
   * written.
   */
  bundleFiles: { retries: 5, firstWaitMs: 500, maxWaitMs: 5_000 },
  /** Some ten seconds for an answer to one person, who waits for it. */
  personalAnswer: { retries: 3, firstWaitMs: 500, maxWaitMs: 5_000 },
  /** One retry, for requests that have three seconds. */
  lookUp: { retries: 1, firstWaitMs: 200, maxWaitMs: 200 },
  /** Edits of posted messages: retried until they succeed. */
  redraw: { retries: Number.POSITIVE_INFINITY, firstWaitMs: 2_200, maxWaitMs: 30_000 },
  /** Reconnects to a platform until it succeeds. */
  connection: { retries: Number.POSITIVE_INFINITY, firstWaitMs: 500, maxWaitMs: 30_000 },
  /** Reconnects where the platform closes connections routinely and accepts new ones at once. */
  frequentConnection: { retries: Number.POSITIVE_INFINITY, firstWaitMs: 200, maxWaitMs: 30_000 },
  /** Some half a minute for an event that its platform sends only once. */
  eventSentOnce: { retries: 8, firstWaitMs: 200, maxWaitMs: 10_000 },
} as const satisfies Readonly<Record<string, RetryPolicy>>;

interface RetryOptions {
  readonly isPassing: (error: Error) => boolean;
  /**
   * Called after each failed attempt, including the last; `attempt` counts from 1. `againInMs`:
   * milliseconds until the next attempt, if there is one.
   */
  readonly onFailed: (error: Error, attempt: number, againInMs: number) => void;
  /** Prevents further attempts. The attempt under way must watch the signal itself. */
  readonly signal?: AbortSignal;
  /** Milliseconds that the other side asked to wait, in addition to the policy's own wait. */
  readonly asked?: { readonly waitMs: (error: Error) => number; readonly clock: Clock };
}

/**
 * Retries work until it succeeds. Rejects with the last error when that is permanent or the policy
 * allows no further attempt, and with the signal's reason on abort. A `TypeError` is permanent
 * unless it is a network error.
 */
export function retry<Result>(
  work: (attempt: number) => Promise<Result>,
  { retries, firstWaitMs, maxWaitMs }: RetryPolicy,
  { isPassing, onFailed, signal, asked }: RetryOptions,
): Promise<Result> {
  return pRetry(work, {
    retries,
    minTimeout: firstWaitMs,
    maxTimeout: maxWaitMs,
    randomize: true,
    ...keepDefined({ signal }),
    onFailedAttempt: ({ error, attemptNumber, retryDelay }) =>
      onFailed(error, attemptNumber, retryDelay + (asked?.waitMs(error) ?? 0)),
    shouldRetry: async ({ error }) => {
      if (!isPassing(error)) return false;
      const waitMs = asked?.waitMs(error) ?? 0;
      if (asked !== undefined && waitMs > 0) {
        await waitUntil(
          asked.clock,
          asked.clock.now() + waitMs,
          signal ?? new AbortController().signal,
        );
      }
      return true;
    },
  });
}

/** Milliseconds to wait after this many failures in a row, for work on a timer. */
export function backoffMsOf({ firstWaitMs, maxWaitMs }: RetryPolicy, failures: number): number {
  return Math.min(firstWaitMs * 2 ** (failures - 1), maxWaitMs);
}
