/** How long answers are waited for: for a time from the questions on, or until a moment (milliseconds since the epoch). */
export type AnswerTime = { readonly answerMs: number } | { readonly answerUntil: number };

const [MINUTE_MS, HOUR_MS, DAY_MS] = [60_000, 3_600_000, 86_400_000];
/** The longest that people may be waited for. */
export const MAX_ANSWER_MS = 7 * DAY_MS;
const UNITS: Readonly<Record<string, number>> = { min: MINUTE_MS, h: HOUR_MS };
/** The zone of a person whose platform does not tell it. */
export const UNKNOWN_ZONE = 'UTC';
/** Examples, where there is little room. */
export const SHORT_TIMES = '2 h or until tomorrow 10:00';
export const ANSWER_TIMES = '2 h, 90 min, until 18:00, until tomorrow 10:00 or until 2026-12-01 10:00';
const LONGEST = 'Answers are waited for at most 7 days.';

/**
 * Reads how long answers are waited for, as it was written at the moment `at` in this time zone; or says what is wrong with it, and
 * what would be understood.
 */
export function answerTimeIn(
  written: string,
  at: number,
  timeZone: string,
): AnswerTime | { readonly problem: string } {
  const [first = '', ...others] = written.trim().toLowerCase().split(/\s+/);
  const unit = UNITS[others[0] ?? ''];
  if (unit !== undefined && others.length === 1) return waitOf(first, unit);
  const [one = '', another, ...more] = first === 'until' ? others : [first, ...others];
  const day = another === undefined ? dayAt(at, timeZone) : dayNamed(one, at, timeZone);
  const clock = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(another ?? one);
  if (clock === null || day === null || more.length > 0)
    return { problem: `“${written.trim().slice(0, 40)}” is not understood. Write it like ${ANSWER_TIMES}.` };
  const wanted = day + Number(clock[1]) * HOUR_MS + Number(clock[2]) * MINUTE_MS;
  return momentOf(wanted, at, timeZone);
}

/** Tells if clocks can be read in the zone of this name. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function waitOf(count: string, unitMs: number): AnswerTime | { readonly problem: string } {
  const answerMs = /^\d{1,5}$/.test(count) ? Number(count) * unitMs : 0;
  if (answerMs > 0 && answerMs <= MAX_ANSWER_MS) return { answerMs };
  return { problem: `${LONGEST} Write it like ${ANSWER_TIMES}.` };
}

/** `wanted`: what clocks show there, as if it were UTC. */
function momentOf(wanted: number, at: number, timeZone: string): AnswerTime | { readonly problem: string } {
  const offsets = [wanted - DAY_MS, wanted + DAY_MS].map((near) => offsetOf(near, timeZone));
  const found = [...new Set(offsets)].map((offset) => wanted - offset);
  const moments = found.filter((moment) => moment + offsetOf(moment, timeZone) === wanted);
  const [moment, again] = moments;
  const shown = shownOf(wanted);
  if (moment === undefined || again !== undefined) {
    const how = moment === undefined ? 'does not come' : 'comes twice';
    const later = shownOf(wanted + 2 * HOUR_MS);
    return {
      problem: `${shown} ${how} in ${timeZone}, because clocks change then. Understood is, for example, until ${later}.`,
    };
  }
  if (moment <= at)
    return {
      problem: `${shown} is past. Understood is, for example, until ${shownOf(laterThan(wanted, at, timeZone))}.`,
    };
  return moment - at > MAX_ANSWER_MS ? { problem: LONGEST } : { answerUntil: moment };
}

/** The same time of the first day on which it is still to come. */
function laterThan(wanted: number, at: number, timeZone: string): number {
  const today = dayAt(at, timeZone) + (wanted % DAY_MS);
  return today > at + offsetOf(at, timeZone) ? today : today + DAY_MS;
}

/** The beginning of the day there, as if it were UTC. */
function dayAt(at: number, timeZone: string): number {
  const shown = at + offsetOf(at, timeZone);
  return shown - (shown % DAY_MS);
}

function dayNamed(name: string, at: number, timeZone: string): number | null {
  if (name === 'today') return dayAt(at, timeZone);
  if (name === 'tomorrow') return dayAt(at, timeZone) + DAY_MS;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(name) ? Date.parse(`${name}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(day) && shownOf(day).startsWith(name) ? day : null;
}

/** *2026-12-01 10:00* */
function shownOf(moment: number): string {
  return new Date(moment).toISOString().slice(0, 16).replace('T', ' ');
}

/** Milliseconds by which clocks there are ahead of UTC at this moment. */
function offsetOf(at: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
  return shown - (at - (at % MINUTE_MS));
}
