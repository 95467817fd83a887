/**
 * The ceilings of a design and of a day, over all daemons (T7). Each call reserves what it may cost
 * at most; a new owner counts what earlier ones had reserved as spent (`settleEarlier`).
 */

import { randomUUID } from 'node:crypto';
import type { Store } from '#store/store.ts';
import type { Money } from '#turns/run-turn.ts';
import type { CommittedDesign } from './committed-design.ts';
import type { Lease } from './lease.ts';

/** The day in which money is counted: `2026-11-30`, in UTC. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

export function moneyOf(
  { designId, epoch }: Lease,
  ceilings: { readonly designUsd: number; readonly dayUsd: number },
  store: Store,
  untilStored: CommittedDesign['untilStored'],
  now: () => number,
): Money {
  return {
    async reserve(usd) {
      const day = dayOf(now());
      const { designUsd: designCeilingUsd, dayUsd: dayCeilingUsd } = ceilings;
      let id = '';
      const refusedBy = await untilStored(() => {
        // One whose answer was lost stays counted: never too little.
        id = randomUUID();
        const ids = { id, designId, epoch, day };
        return store.reserve({ ...ids, usd, designCeilingUsd, dayCeilingUsd });
      });
      // What was paid for is not lost because it could not be counted just now (P2).
      return refusedBy ?? { settle: (used) => untilStored(() => store.settle(id, epoch, used)) };
    },
  };
}
