/** Why a design no longer runs in this process. */

import type { DesignId } from '#design/ids.ts';
import { isFault } from '#support/fault.ts';
import type { Log } from '#support/log.ts';

/** `ended`: nothing is left to do. `lost`: another owner may have it. `broken`: it is set aside here. */
export type RunOutcome = 'ended' | 'stopped' | 'lost' | 'broken';

export const STOPPED = new Error('stopped');

export function runOutcomeOf(error: unknown, designId: DesignId, log: Log): RunOutcome {
  if (error === STOPPED) return 'stopped';
  if (isFault(error, 'lease_lost', 'store_away', 'store_full', 'store_read_only')) {
    log.warn('design_dropped', { designId, error });
    return 'lost';
  }
  log.error('design_set_aside', { designId, error });
  return 'broken';
}
