import type { Clock } from '../../runtime/ports/clock.ts';
import type { Log } from '../../runtime/ports/log.ts';
import type { DailyWork, Schedules, TimeOfDay } from '../../runtime/ports/schedules.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * Schedules of the one process that an embedded store has. It keeps no record of what was done, so that whatever may
 * have been missed is done at the start.
 */
export function keepTimeByClock(
  dailyWork: readonly DailyWork[],
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Schedules {
  const stopping = new AbortController();
  const timers = new Map<DailyWork, Disposable>();
  const running = new Map<DailyWork, Promise<void>>();

  async function run({ name, work }: DailyWork): Promise<void> {
    try {
      await work(stopping.signal);
    } catch (error) {
      log.error('scheduled_work_failed', { name, error });
    }
  }
  function begin(each: DailyWork, dueAt: number): void {
    running.set(
      each,
      Promise.all([running.get(each), run(each)]).then(() => undefined),
    );
    // A timer may go off a moment early, and must not find the same moment again.
    const nextDueAt = followingTime(Math.max(clock.now(), dueAt), each.at);
    timers.set(
      each,
      clock.at(nextDueAt, () => begin(each, nextDueAt)),
    );
  }

  for (const each of dailyWork) begin(each, clock.now());
  return {
    async stop() {
      stopping.abort();
      for (const timer of timers.values()) timer[Symbol.dispose]();
      await Promise.all(running.values());
    },
  };
}

/** The first time of this day's or the next that comes after `now`. Days of UTC all have the same length here. */
export function followingTime(now: number, { hour, minute }: TimeOfDay): number {
  const today = now - (now % DAY_MS) + hour * HOUR_MS + minute * MINUTE_MS;
  return today > now ? today : today + DAY_MS;
}
