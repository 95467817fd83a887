import * as z from 'zod';

const minuteOfDay = z.number().int().min(0).max(1_439);

/** Minutes of the day between which nobody is called, by the clocks of a time zone. */
export const QuietHours = z.strictObject({
  from: minuteOfDay,
  until: minuteOfDay,
  timeZone: z.string().max(60).refine(isTimeZone),
});
export type QuietHours = z.infer<typeof QuietHours>;

const [MINUTE_MS, MINUTES_OF_DAY] = [60_000, 1_440];
/** The end of quiet hours is looked for again where clocks change on the way. */
const MAX_LOOKS = 4;

/** Returns true if nobody may be called at this moment, in milliseconds since the epoch. */
export function isQuiet(quietHours: QuietHours | null | undefined, at: number): boolean {
  if (quietHours == null) return false;
  const { from, until } = quietHours;
  const minute = minuteAt(quietHours, at);
  return from <= until ? minute >= from && minute < until : minute >= from || minute < until;
}

/** Returns this moment or, in quiet hours, their end. */
export function afterQuiet(quietHours: QuietHours | null | undefined, at: number): number {
  let moved = at;
  for (let look = 0; quietHours != null && look < MAX_LOOKS && isQuiet(quietHours, moved); look++) {
    const left = (quietHours.until - minuteAt(quietHours, moved) + MINUTES_OF_DAY) % MINUTES_OF_DAY;
    moved = moved - (moved % MINUTE_MS) + left * MINUTE_MS;
  }
  return moved;
}

/** The minute of the day of a time like `22:00`. */
export function minuteOf(clock: string): number {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return hour * 60 + minute;
}

function minuteAt({ timeZone }: QuietHours, at: number): number {
  const shown = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  return minuteOf(shown.format(at));
}

export function isTimeZone(timeZone: string): boolean {
  return timeZone === 'UTC' || Intl.supportedValuesOf('timeZone').includes(timeZone);
}
