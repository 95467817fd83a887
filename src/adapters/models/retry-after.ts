/** The longest time to come back that is believed: a later one is none, and so is a moment where a duration should stand. */
const LONGEST_MS = 7 * 86_400_000;

/** Headers of a limit, for vendors that send no `retry-after`: the one that says that it is used up, how it says so, and its reset. */
const LIMITS = [
  ['anthropic-ratelimit-unified-status', 'rejected', 'anthropic-ratelimit-unified-reset'],
  ['x-ratelimit-remaining-requests', '0', 'x-ratelimit-reset-requests'],
  ['x-ratelimit-remaining-tokens', '0', 'x-ratelimit-reset-tokens'],
  ['x-ratelimit-remaining', '0', 'x-ratelimit-reset'],
] as const;

/**
 * Reads when to come back: `retry-after` in seconds or as a date, the more exact header that some endpoints send beside it, or the
 * reset of a limit that is used up. Returns milliseconds; `null` for none.
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

const [EPOCH_SECONDS, EPOCH_MS] = [1e9, 1e12];
const UNIT_MS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/** Reads a duration (`1h2m3.5s`, or seconds), a moment (seconds or milliseconds since the epoch), or a date. `NaN` for anything else. */
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
