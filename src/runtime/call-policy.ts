import * as z from 'zod';

/** People whom messages may call by name: all concerned, the person who started the design, or nobody. */
export const CALLED = ['all', 'starter', 'nobody'] as const;

/** Minutes of the day between which messages call nobody, by the clocks of a time zone. */
export interface QuietHours {
  readonly from: number;
  readonly until: number;
  readonly timeZone: string;
}

export interface CallPolicy {
  readonly called: (typeof CALLED)[number];
  readonly quietHours: QuietHours | null;
}

const MINUTES = 60;

/** Written as in `22:00-07:00 Europe/Berlin`. Without a zone the hours are those of UTC. */
export const QuietHours = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d( [A-Za-z0-9_+/-]{1,40})?$/)
  .transform((text): QuietHours => {
    const [hours = '', timeZone = 'UTC'] = text.split(' ');
    const [from = 0, until = 0] = hours.split('-').map(minuteOf);
    return { from, until, timeZone };
  })
  .refine(({ timeZone }) => isTimeZone(timeZone));

/** Returns the minute of the day of a time like `22:00`. */
export function minuteOf(clock: string): number {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return hour * MINUTES + minute;
}

function isTimeZone(timeZone: string): boolean {
  const named = Intl.supportedValuesOf('timeZone');
  return timeZone === 'UTC' || named.includes(timeZone);
}
