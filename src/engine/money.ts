/**
 * The ceilings of a design and of a day, over all daemons (T7). Each call reserves what it may cost
 * at most; a new owner counts what earlier ones had reserved as spent (`settleEarlier`).
 */

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Money } from '#turns/run-turn.ts';
import type { Parts } from './engine-parts.ts';
import type { Running } from './running.ts';

/** The day in which money is counted: `2026-11-30`, in UTC. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

const ASK_AGAIN_MS = 1_000;

/** `false`: the turn is over. */
function waitedFor(signal: AbortSignal): Promise<boolean> {
  return sleep(ASK_AGAIN_MS, true, { signal }).catch(() => false);
}

export function moneyOf({ lease, retryAndFinish, design }: Running, parts: Parts): Money {
  const { store, settings, now } = parts;
  const { designId, epoch } = lease;
  const designCeilingUsd = design().settings.budgetUsd;
  const dayCeilingUsd = settings.budgetUsdPerDay;
  return {
    async reserve(usd, signal) {
      for (;;) {
        const day = dayOf(now());
        let id = '';
        const refusedBy = await retryAndFinish(() => {
          // A reservation whose answer was lost stays counted, so that the sum is never too small.
          id = randomUUID();
          const ids = { id, designId, epoch, day };
          return store.reserve({ ...ids, usd, designCeilingUsd, dayCeilingUsd });
        });
        // A call that is paid for is kept, even if the store cannot count it just now (P2).
        if (refusedBy === null)
          return { settle: (used) => retryAndFinish(() => store.settle(id, epoch, used)) };
        const isDay = refusedBy === 'day';
        const settledUsd = await retryAndFinish(() =>
          store.settled(isDay ? `day:${day}` : designId),
        );
        const isSpent = settledUsd + usd > (isDay ? dayCeilingUsd : designCeilingUsd);
        // Otherwise only calls under way block it; they cost less than they reserved, so it waits for them.
        if (isSpent || !(await waitedFor(signal))) return refusedBy;
      }
    },
  };
}
