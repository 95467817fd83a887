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

/** UTC. */
interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
}

/**
 * Daily work. It may run at other times, or twice, so it must be idempotent. It must resolve soon
 * after its signal is aborted.
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
 * Runs daily work in the fleet's leader, by its clock and the last run in the store. One run makes
 * up for all missed ones. A run whose daemon ended before storing it is repeated.
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

/** Returns the time of the next check. */
async function doIfDue(
  daily: DailyWork,
  parts: DailyWorkParts,
  signal: AbortSignal,
): Promise<number> {
  const { name, at, work } = daily;
  const { store, fleet, clock, log } = parts;
  try {
    const last = await store.lastRun(name);
    const now = clock.now();
    // A stored run in the future came from a wrong clock.
    const dueAt = last === null || last > now ? now : findNextTime(last, at);
    if (dueAt > now) return dueAt;
    if (!fleet.isSure()) return now + UNSURE_MS;
    await work(signal);
    // Aborted work may be incomplete.
    if (!signal.aborted) await store.keepRun(name, now);
    return findNextTime(now, at);
  } catch (error) {
    log.error('scheduled_work_failed', { name, error });
    return clock.now() + AGAIN_MS;
  }
}

/** The first such time after `now`. In UTC every day has the same length. */
export function findNextTime(now: number, { hour, minute }: TimeOfDay): number {
  const today = dayStartOf(now) + hour * HOUR_MS + minute * MINUTE_MS;
  return today > now ? today : today + DAY_MS;
}
