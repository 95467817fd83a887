import type { Clock } from '../foundation/clock.ts';
import { DAY_MS, dayStartOf } from '../foundation/day.ts';
import type { Log } from '../foundation/log.ts';
import { waitUntil } from '../foundation/timeout.ts';
import type { Fleet } from '../ports/fleet.ts';
import type { SharedStore } from '../ports/store.ts';
import { Leadership } from './ownership/leadership.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const AGAIN_MS = 10 * MINUTE_MS;
/** Milliseconds before a daemon that may have been evicted checks again. */
const UNSURE_MS = 1_000;

/** Names the last run in the store, and the work among those that only one daemon does. */
const NAME = 'collection';
/** After midnight UTC. At that time few people work, and little else starts at that minute. */
const TIME_OF_DAY_MS = 3 * HOUR_MS + 17 * MINUTE_MS;

/**
 * May run at other times, or twice, so it must be idempotent. It must resolve soon after its signal
 * is aborted.
 */
export type DailyWork = (signal: AbortSignal) => Promise<void>;

export interface DailyWorkParts {
  readonly store: Pick<SharedStore, 'lastRun' | 'keepRun'>;
  readonly fleet: Pick<Fleet, 'acquireLeadership' | 'resignLeadership' | 'isSure'>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Runs daily work in the fleet's leader, by its clock and the last run in the store. One run makes
 * up for all missed ones. A run whose daemon ended before storing it is repeated.
 */
export function keepDaily(work: DailyWork, parts: DailyWorkParts): Leadership {
  const { clock } = parts;
  return new Leadership({
    ...parts,
    name: `daily ${NAME}`,
    async onAcquired(signal) {
      while (!signal.aborted) await waitUntil(clock, await doIfDue(work, parts, signal), signal);
    },
  });
}

/** Returns the time of the next check. */
async function doIfDue(
  work: DailyWork,
  parts: DailyWorkParts,
  signal: AbortSignal,
): Promise<number> {
  const { store, fleet, clock, log } = parts;
  try {
    const last = await store.lastRun(NAME);
    const now = clock.now();
    // A stored run in the future came from a wrong clock.
    const dueAt = last === null || last > now ? now : findNextTime(last);
    if (dueAt > now) return dueAt;
    if (!fleet.isSure()) return now + UNSURE_MS;
    await work(signal);
    // Aborted work may be incomplete.
    if (!signal.aborted) await store.keepRun(NAME, now);
    return findNextTime(now);
  } catch (error) {
    log.error('scheduled_work_failed', { name: NAME, error });
    return clock.now() + AGAIN_MS;
  }
}

/** The first time for the work after `now`. In UTC every day has the same length. */
export function findNextTime(now: number): number {
  const today = dayStartOf(now) + TIME_OF_DAY_MS;
  return today > now ? today : today + DAY_MS;
}
