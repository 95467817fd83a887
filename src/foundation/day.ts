export const DAY_MS = 86_400_000;

/** Returns the beginning of this moment's day (UTC), in milliseconds since the epoch. */
export function dayBeganAt(now: number): number {
  return Math.floor(now / DAY_MS) * DAY_MS;
}
