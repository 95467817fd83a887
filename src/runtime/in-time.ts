import type { Clock } from './ports/clock.ts';

/** What comes of the work, or `fallback` once so many milliseconds have passed. Rejects when the work does so in time. */
export async function inTime<Result, Fallback>(
  work: Promise<Result>,
  patienceMs: number,
  fallback: Fallback,
  clock: Clock,
): Promise<Result | Fallback> {
  const late = Promise.withResolvers<Fallback>();
  using _alarm = clock.at(clock.now() + patienceMs, () => late.resolve(fallback));
  return await Promise.race([work, late.promise]);
}
