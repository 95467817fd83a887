/** Why a design is not run here any more. */

import type { DesignId } from '#design/ids.ts';
import { isFault } from '#support/fault.ts';
import type { Log } from '#support/log.ts';

/** `ended`: nothing is left to do. `broken`: it must not be gone on with here. */
export type Ending = 'ended' | 'stopped' | 'lost' | 'broken';

export const STOPPED = new Error('stopped');

export function endingOf(error: unknown, designId: DesignId, log: Log): Ending {
  if (error === STOPPED) return 'stopped';
  if (isFault(error, 'lease_lost', 'store_away', 'store_full', 'store_read_only')) {
    log.warn('design_dropped', { designId, error });
    return 'lost';
  }
  log.error('design_set_aside', { designId, error });
  return 'broken';
}
