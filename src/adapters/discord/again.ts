import pRetry from 'p-retry';
import { faultOf } from './faults.ts';

const RETRIES = 3;
const FIRST_WAIT_MS = 500;

/**
 * Asks or tells a few times over where Discord fails in passing: what was lost on its way back is then read twice, and
 * that is better than not at all. Throws what the last try throws.
 */
export function toldAgain<Answer>(tell: () => Promise<Answer>): Promise<Answer> {
  return pRetry(tell, {
    retries: RETRIES,
    minTimeout: FIRST_WAIT_MS,
    shouldRetry: ({ error }) => faultOf(error).kind === 'passing',
  });
}
