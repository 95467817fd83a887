import type { Clock } from '../foundation/clock.ts';
import { DAY_MS, dayBeganAt } from '../foundation/day.ts';
import type { Log } from '../foundation/log.ts';
import { waitUntil } from '../foundation/timeout.ts';
import { Leadership } from './ownership/leadership.ts';
import type { Fleet } from './ports/fleet.ts';
import type { SharedStore } from './ports/store.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Milliseconds before work that has failed is tried again. */
const AGAIN_MS = 10 * MINUTE_MS;
/** Milliseconds before a daemon that may be evicted looks again whether it is sure of itself. */
const UNSURE_MS = 1_000;

/** UTC. */
interface TimeOfDay {
  /** From 0 to 23. */
  readonly hour: number;
  /** From 0 to 59. */
  readonly minute: number;
}

/**
 * Work that is done every day at this time. It is also done at other times, and may be done twice, so it must be idempotent.
 * It resolves soon after its signal is aborted.
 */
export interface DailyWork {
  readonly name: string;
  readonly at: TimeOfDay;
  readonly work: (signal: AbortSignal) => Promise<void>;
}

export interface DailyWorkParts {
  readonly store: Pick<SharedStore, 'lastRun' | 'keepRun'>;
  readonly fleet: Pick<Fleet, 'acquireLeadership' | 'resignLeadership' | 'isSure'>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Does daily work in one daemon of the fleet, the leader, by its clock and the last run in the store. However many times were
 * missed, they are made up for by one run. A run that ended with its daemon before it was stored is done again.
 */
export function keepDaily(daily: DailyWork, parts: DailyWorkParts): Leadership {
  const { clock } = parts;
  return new Leadership({
    ...parts,
    name: `daily ${daily.name}`,
    async onAcquired(signal) {
      while (!signal.aborted) await waitUntil(clock, await doIfDue(daily, parts, signal), signal);
    },
  });
}

/** Answers with the moment of the next look. */
async function doIfDue(daily: DailyWork, parts: DailyWorkParts, signal: AbortSignal): Promise<number> {
  const { name, at, work } = daily;
  const { store, fleet, clock, log } = parts;
  try {
    const last = await store.lastRun(name);
    const now = clock.now();
    // A run in the future was stored by a clock that was wrong.
    const dueAt = last === null || last > now ? now : followingTime(last, at);
    if (dueAt > now) return dueAt;
    if (!fleet.isSure()) return now + UNSURE_MS;
    await work(signal);
    // Work that was told to stop may have left something over.
    if (!signal.aborted) await store.keepRun(name, now);
    return followingTime(now, at);
  } catch (error) {
    log.error('scheduled_work_failed', { name, error });
    return clock.now() + AGAIN_MS;
  }
}

/** The first time of this day's or the next that comes after `now`. Days of UTC all have the same length here. */
export function followingTime(now: number, { hour, minute }: TimeOfDay): number {
  const today = dayBeganAt(now) + hour * HOUR_MS + minute * MINUTE_MS;
  return today > now ? today : today + DAY_MS;
}
