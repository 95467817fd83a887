import * as z from 'zod';
import { isTimeZone, minuteOf, type QuietHours } from '../core/vocabulary/quiet-hours.ts';

/** People whom messages may call by name: all concerned, the person who started the design, or nobody. */
export const CALLED = ['all', 'starter', 'nobody'] as const;

export interface CallPolicy {
  readonly called: (typeof CALLED)[number];
  readonly quietHours: QuietHours | null;
}

/** Written as in `22:00-07:00 Europe/Berlin`. Without a zone the hours are those of UTC. */
export const WrittenQuietHours = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d( [A-Za-z0-9_+/-]{1,40})?$/)
  .transform((text): QuietHours => {
    const [hours = '', timeZone = 'UTC'] = text.split(' ');
    const [from = 0, until = 0] = hours.split('-').map(minuteOf);
    return { from, until, timeZone };
  })
  .refine(({ timeZone }) => isTimeZone(timeZone));
