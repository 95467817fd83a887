export const DAY_MS = 86_400_000;

/** Midnight UTC before this moment, in milliseconds since the epoch. */
export function dayStartOf(now: number): number {
  return Math.floor(now / DAY_MS) * DAY_MS;
}
