import { DAY_MS, dayBeganAt } from '../../runtime/day.ts';
import type { Clock } from '../../runtime/ports/clock.ts';
import type { Log } from '../../runtime/ports/log.ts';
import type { DailyWork, Schedules, TimeOfDay } from '../../runtime/ports/schedules.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * The schedule of the one process that an embedded store has. It keeps no record of what was done, so that whatever may
 * have been missed is done at the start.
 */
export function keepTimeByClock(
  { name, at, work }: DailyWork,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Schedules {
  const stopping = new AbortController();
  let timer: Disposable;
  let running: Promise<unknown> = Promise.resolve();

  async function run(): Promise<void> {
    try {
      await work(stopping.signal);
    } catch (error) {
      log.error('scheduled_work_failed', { name, error });
    }
  }
  function begin(dueAt: number): void {
    running = Promise.all([running, run()]);
    // A timer may go off a moment early, and must not find the same moment again.
    const nextDueAt = followingTime(Math.max(clock.now(), dueAt), at);
    timer = clock.at(nextDueAt, () => begin(nextDueAt));
  }

  begin(clock.now());
  return {
    async stop() {
      stopping.abort();
      timer[Symbol.dispose]();
      await running;
    },
  };
}

/** The first time of this day's or the next that comes after `now`. Days of UTC all have the same length here. */
export function followingTime(now: number, { hour, minute }: TimeOfDay): number {
  const today = dayBeganAt(now) + hour * HOUR_MS + minute * MINUTE_MS;
  return today > now ? today : today + DAY_MS;
}
