/** The longest wait to believe. A longer one may be a point in time instead of a duration. */
const LONGEST_MS = 7 * 86_400_000;

/**
 * For vendors without `retry-after`: a limit's header, its value when the limit is used up, and the
 * header with its reset.
 */
const LIMITS = [
  ['anthropic-ratelimit-unified-status', 'rejected', 'anthropic-ratelimit-unified-reset'],
  ['x-ratelimit-remaining-requests', '0', 'x-ratelimit-reset-requests'],
  ['x-ratelimit-remaining-tokens', '0', 'x-ratelimit-reset-tokens'],
  ['x-ratelimit-remaining', '0', 'x-ratelimit-reset'],
] as const;

/**
 * Milliseconds to wait, or `null`: from `retry-after`, from the more exact header that some
 * endpoints add, or from the reset of a used-up limit. What is not exactly one of the forms of
 * `waitOf` says nothing.
 */
export function retryAfterMs(header: (name: string) => string | null | undefined): number | null {
  const read = (name: string) => header(name)?.trim() ?? '';
  const [milliseconds, date] = [read('retry-after-ms'), dateOf(read('date'))];
  const now = Number.isNaN(date) ? Date.now() : date;
  const resets = LIMITS.filter(([left, usedUp]) => header(left) === usedUp).map(([, , reset]) =>
    waitOf(read(reset), now),
  );
  const exact = NUMBER.test(milliseconds) ? Number(milliseconds) : Number.NaN;
  const candidates = [exact, waitOf(read('retry-after'), now), Math.max(...resets)];
  return candidates.find((value) => value >= 0 && value <= LONGEST_MS) ?? null;
}

const NUMBER = /^\d+(?:\.\d+)?$/;
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|d|h|m|s))+$/;
const EPOCH_SECONDS = 1e9;
const EPOCH_MS = 1e12;
const UNIT_MS: Readonly<Record<string, number>> = {
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
};

/**
 * Milliseconds from `now`, by the server's clock: seconds, a duration (`1h2m3.5s`), a moment
 * (seconds or milliseconds since the epoch), or a date. `NaN` for anything else.
 */
function waitOf(text: string, now: number): number {
  if (NUMBER.test(text)) {
    const value = Number(text);
    if (value >= EPOCH_MS) return value - now;
    return value >= EPOCH_SECONDS ? value * 1_000 - now : value * 1_000;
  }
  if (!DURATION.test(text)) return dateOf(text) - now;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|d|h|m|s)/g)];
  return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (UNIT_MS[unit] ?? 0), 0);
}

const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;

/**
 * Milliseconds since the epoch of a date as HTTP or ISO 8601 write it, with its zone; `NaN` for any
 * other text.
 */
function dateOf(text: string): number {
  return HTTP_DATE.test(text) || ISO_DATE.test(text) ? Date.parse(text) : Number.NaN;
}
