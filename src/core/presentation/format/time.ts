import { duration, longDuration } from '../../vocabulary/figures.ts';

/** Milliseconds of a clock in which nobody worked, from which it is told apart from the work. */
const APART_MS = 60_000;
// Made once: making one takes longer than all else that a row of a list needs.
const DAY = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** A time by a clock so far from UTC: `12:42`, or with its day `24 Nov 2026, 12:42`. What pages draw by their script has the same form. */
export function timeWords(atMs: number, isWithDay: boolean, offsetMs = 0): string {
  const at = new Date(atMs + offsetMs);
  const time = at.toISOString().slice(11, 16);
  return isWithDay ? `${DAY.format(at)}, ${time}` : time;
}

/** How long something took: `9 min`; where much of that was waiting, `11 min of work in 2 h 21 min`. */
export function takenWords(workedMs: number, elapsedMs: number): string {
  return elapsedMs - workedMs < APART_MS
    ? duration(elapsedMs)
    : `${duration(workedMs)} of work in ${longDuration(elapsedMs)}`;
}
