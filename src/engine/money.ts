/**
 * The ceilings of a design and of a day, over all daemons (T7). Each call reserves what it may cost
 * at most; a new owner counts what earlier ones had reserved as spent (`settleEarlier`).
 */

import { randomUUID } from 'node:crypto';
import type { Store } from '#store/store.ts';
import type { Money } from '#turns/run-turn.ts';
import type { Lease } from './lease.ts';

/** The day in which money is counted: `2026-11-30`, in UTC. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

export function moneyOf(
  { designId, epoch }: Lease,
  ceilings: { readonly designUsd: number; readonly dayUsd: number },
  store: Store,
  now: () => number,
): Money {
  return {
    async reserve(usd) {
      const id = randomUUID();
      const refusedBy = await store.reserve({
        id,
        designId,
        epoch,
        day: dayOf(now()),
        usd,
        designCeilingUsd: ceilings.designUsd,
        dayCeilingUsd: ceilings.dayUsd,
      });
      return refusedBy ?? { settle: (spentUsd) => store.settle(id, epoch, spentUsd) };
    },
  };
}
