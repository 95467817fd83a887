/** The longest wait to believe. A longer one may be a point in time instead of a duration. */
const LONGEST_MS = 7 * 86_400_000;

/** For vendors without `retry-after`: a limit's header, its value when the limit is used up, and the header with its reset. */
const LIMITS = [
  ['anthropic-ratelimit-unified-status', 'rejected', 'anthropic-ratelimit-unified-reset'],
  ['x-ratelimit-remaining-requests', '0', 'x-ratelimit-reset-requests'],
  ['x-ratelimit-remaining-tokens', '0', 'x-ratelimit-reset-tokens'],
  ['x-ratelimit-remaining', '0', 'x-ratelimit-reset'],
] as const;

/**
 * Milliseconds to wait, or `null`: from `retry-after` in seconds or as a date, from the more exact header that some endpoints
 * add, or from the reset of a used-up limit.
 */
export function retryAfterMs(header: (name: string) => string | null | undefined): number | null {
  const milliseconds = Number.parseFloat(header('retry-after-ms') ?? '');
  const text = header('retry-after') ?? '';
  const seconds = Number.parseFloat(text);
  const resets = LIMITS.filter(([left, usedUp]) => header(left) === usedUp).map(([, , reset]) =>
    resetMs(header(reset) ?? ''),
  );
  const candidates = [milliseconds, seconds * 1_000, Date.parse(text) - Date.now(), Math.max(...resets)];
  return candidates.find((value) => value >= 0 && value <= LONGEST_MS) ?? null;
}

const EPOCH_SECONDS = 1e9;
const EPOCH_MS = 1e12;
const UNIT_MS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/**
 * A duration (`1h2m3.5s`, or seconds), a moment (seconds or milliseconds since the epoch), or a date. `NaN` for anything else.
 */
function resetMs(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) {
    const value = Number(text);
    if (value >= EPOCH_MS) return value - Date.now();
    return value >= EPOCH_SECONDS ? value * 1_000 - Date.now() : value * 1_000;
  }
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|d|h|m|s)/g)];
  if (parts.length > 0 && parts.map(([part]) => part).join('') === text)
    return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (UNIT_MS[unit] ?? 0), 0);
  return Date.parse(text) - Date.now();
}
