import type { Turn } from './design.ts';

/** `1 dissent`, `2 dissents`, `3,400 lines`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${groupDigits(count)} ${count === 1 ? one : many}`;
}

const TIMES = ['never', 'once', 'twice', 'three times', 'four times', 'five times'];

export function formatTimes(count: number): string {
  return TIMES[count] ?? `${groupDigits(count)} times`;
}

/**
 * Separates thousands in the same way on every machine, because prompts that contain the number are
 * cached.
 */
export function groupDigits(count: number): string {
  return count.toLocaleString('en-US');
}

export function formatIso(at: number): string {
  return new Date(at).toISOString();
}

/** A day in UTC: `2026-12-01`. */
export function utcDayOf(at: number): string {
  return formatIso(at).slice(0, 10);
}

/** `true` for a day of the calendar, like `2026-12-01`; `false` for any other text. */
function isDay(words: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(words) ? Date.parse(words) : Number.NaN;
  // The 30th of February is parsed as a day in March.
  return !Number.isNaN(at) && utcDayOf(at) === words;
}

/** `true` for a day that is over in UTC; `false` for any other text. */
export function isDayOver(words: string, at: number): boolean {
  return isDay(words) && words < utcDayOf(at);
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/**
 * `23 November 2026`; a text may outlive the year, so only what is drawn anew for each reader, at
 * `now`, leaves out the year of today. `utcOffsetMs`: the reader's offset from UTC.
 */
export function formatDay(at: number, now?: number, utcOffsetMs = 0): string {
  const then = new Date(at + utcOffsetMs);
  const year = then.getUTCFullYear();
  const day = `${then.getUTCDate()} ${MONTHS[then.getUTCMonth()]}`;
  const isThisYear = now !== undefined && year === new Date(now + utcOffsetMs).getUTCFullYear();
  return isThisYear ? day : `${day} ${year}`;
}

/** `23 November 2026 at 09:12 UTC` */
export function formatMinute(at: number): string {
  return `${formatDay(at)} at ${formatIso(at).slice(11, 16)} UTC`;
}

/**
 * USD with cents, half a cent being a whole one; an unknown cost is never shown as zero.
 * `isAtLeast`: it may have been more.
 */
export function formatMoney(costUsd: number | null, isAtLeast = false): string {
  if (costUsd === null) return 'cost unknown';
  // Half a cent is not exact in binary.
  const cents = Math.round((millionthsOf(costUsd) * 100) / MILLION);
  return `${isAtLeast ? 'at least ' : ''}$${(cents / 100).toFixed(2)}`;
}

/** Seconds below two minutes, minutes above. */
export function formatDuration(ms: number): string {
  return ms < 120_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`;
}

/** Like `formatDuration`, with hours and days: `45 s`, `9 min`, `2 h 10 min`, `3 d 4 h`. */
export function formatLongDuration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return formatDuration(ms);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(minutes / 1_440);
  const [larger, smaller] =
    days === 0 ? [`${hours} h`, `${minutes % 60} min`] : [`${days} d`, `${hours % 24} h`];
  return smaller.startsWith('0 ') ? larger : `${larger} ${smaller}`;
}

/**
 * Sum in USD, the same in each order of the turns; `null` if any price is unknown, because unknown
 * is not zero.
 */
export function sumCosts(turns: readonly Pick<Turn, 'costUsd'>[]): number | null {
  const known = turns.flatMap(({ costUsd }) => costUsd ?? []);
  return known.length < turns.length ? null : sumUsd(known);
}

export function sumUsd(each: readonly number[]): number {
  return millionthsOf(each.reduce((sum, usd) => sum + usd, 0)) / MILLION;
}

const MILLION = 1_000_000;

/** The finest step of a price table. */
function millionthsOf(usd: number): number {
  return Math.round(usd * MILLION);
}

/** `true` if these turns may have cost more than is known. */
export function mayHaveCostMore(
  turns: readonly { readonly costIsAtLeast?: boolean | undefined }[],
): boolean {
  return turns.some(({ costIsAtLeast = false }) => costIsAtLeast);
}

/** The field for outsiders, left out unless it is true. */
export function atLeastMarkOf(turns: readonly Turn[]): { costIsAtLeast?: true } {
  return mayHaveCostMore(turns) ? { costIsAtLeast: true } : {};
}

/** The random end of a design's id: short to type, and enough to tell designs apart. */
export function shortenId(id: string): string {
  return id.slice(-8);
}

/**
 * Command that checks a design's files. The first 32 digits of `head` suffice: no one can find
 * another hash with them.
 */
export function verifyCommand(pathOrId: string, head: string | null): string {
  return `charrette verify ${pathOrId}${head === null ? '' : ` --head ${head.slice(0, 32)}`}`;
}
