import type { styleText } from 'node:util';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

export type Paint = (look: Parameters<typeof styleText>[0] & string, text: string) => string;

/** `columns`: `null` for a file or pipe. */
export interface Look {
  readonly columns: number | null;
  readonly paint: Paint;
}

/** With fewer columns, parts are left out or get their own lines. */
export const NARROW = 60;

/** Counts wide characters as such. */
export function pad(text: string, width: number, isRight = false): string {
  const space = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return isRight ? `${space}${text}` : `${text}${space}`;
}

/** `0:41`, `12:05`, `1:02:03`. Never negative. */
export function clockTimeOf(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = String(seconds % 60).padStart(2, '0');
  return hours === 0
    ? `${minutes}:${rest}`
    : `${hours}:${String(minutes).padStart(2, '0')}:${rest}`;
}

/** Wider lines are hard to read. */
const READABLE_COLUMNS = 100;
const MARGIN = /^ *(?:(?:-|\d+\.) )?/;

/**
 * Continues a line below its first words, so that items of a list are seen. What goes to a file or
 * pipe stays on one line, and an address in one piece, to be copied.
 */
export function foldLine(line: string, columns: number | null): string {
  if (columns === null) return line;
  const [margin = ''] = MARGIN.exec(line) ?? [];
  const width = Math.max(20, Math.min(columns, READABLE_COLUMNS) - margin.length);
  const hard = !line.includes('://');
  const below = wrapAnsi(line.slice(margin.length), width, { hard });
  return `${margin}${below.replaceAll('\n', `\n${' '.repeat(margin.length)}`)}`;
}

/** `2026-11-20 08:39`, in UTC like everything written to files. */
export function minuteOf(at: string): string {
  return at.slice(0, 16).replace('T', ' ');
}

/**
 * `10:42 (9:58 left)` in this machine's time zone, `21 Nov, 10:42 (…)` on another day, and without
 * the rest for a past moment.
 */
export function momentTextOf(at: number, now: number): string {
  const deadline = new Date(at);
  const today = new Date(now);
  const isToday = deadline.toDateString() === today.toDateString();
  const day = isToday ? {} : ({ day: 'numeric', month: 'short' } as const);
  const clock = deadline.toLocaleString('en-GB', { ...day, hour: '2-digit', minute: '2-digit' });
  return at > now ? `${clock} (${clockTimeOf(at - now)} left)` : clock;
}

export function quoteForShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
