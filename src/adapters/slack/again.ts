import { RespondError } from '@slack/bolt';
import pRetry from 'p-retry';
import { faultOf } from './faults.ts';

const RETRIES = 3;
const FIRST_WAIT_MS = 1_000;
const TOO_MANY_REQUESTS = 429;

/**
 * Tells somebody something privately, a few times over where Slack fails in passing: what was lost on its way back is
 * then read twice, and that is better than not at all. Throws what the last try throws.
 */
export function toldAgain<Answer>(tell: () => Promise<Answer>): Promise<Answer> {
  return pRetry(tell, {
    retries: RETRIES,
    minTimeout: FIRST_WAIT_MS,
    shouldRetry: ({ error }) => isPassing(error),
  });
}

function isPassing(error: Error): boolean {
  if (error instanceof RespondError) return error.statusCode === TOO_MANY_REQUESTS || error.statusCode >= 500;
  // The way to a response URL broke; the web client has names of its own for that.
  return error instanceof TypeError || faultOf(error).kind === 'passing';
}
