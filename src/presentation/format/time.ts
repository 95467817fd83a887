import { formatDuration, formatLongDuration } from '../../core/vocabulary/figures.ts';

/** Milliseconds without work from which work and elapsed time are both shown. */
const APART_MS = 60_000;
// Made once, and when first used: making one takes milliseconds.
let dayFormat: Intl.DateTimeFormat | undefined;

/** `12:42`, or with its day `24 Nov 2026, 12:42`, in UTC. The pages' script uses the same form. */
export function sayTime(atMs: number, isWithDay: boolean): string {
  const at = new Date(atMs);
  const time = at.toISOString().slice(11, 16);
  if (!isWithDay) return time;
  dayFormat ??= new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return `${dayFormat.format(at)}, ${time}`;
}

/** `9 min`; with much waiting, `11 min of model time, 2 h 21 min in all`. */
export function sayTaken(workedMs: number, elapsedMs: number): string {
  return elapsedMs - workedMs < APART_MS
    ? formatDuration(elapsedMs)
    : `${formatDuration(workedMs)} of model time, ${formatLongDuration(elapsedMs)} in all`;
}
