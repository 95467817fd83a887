/** The longest `retry-after` of an endpoint that is honoured. */
const RETRY_AFTER_MAX_MS = 10 * 60_000;

/**
 * Reads `retry-after` in seconds or as a date, or the more exact header that some endpoints send beside it. Returns
 * milliseconds; `null` for none.
 */
export function retryAfterMs(header: (name: string) => string | null | undefined): number | null {
  const milliseconds = Number.parseFloat(header('retry-after-ms') ?? '');
  const text = header('retry-after') ?? '';
  const seconds = Number.parseFloat(text);
  const candidates = [milliseconds, seconds * 1_000, Date.parse(text) - Date.now()];
  const waitMs = candidates.find((value) => Number.isFinite(value) && value >= 0);
  return waitMs === undefined ? null : Math.min(waitMs, RETRY_AFTER_MAX_MS);
}
