import { UsageError } from './exit-codes.ts';

/** An option's value as a whole number from `least` to `most`. Throws `UsageError` for anything else. */
export function wholeNumber(option: string, given: string, least: number, most: number): number {
  const value = /^\d{1,16}$/.test(given) ? Number(given) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(
    `${option} is "${given.slice(0, 40)}"; allowed is a whole number from ${least} to ${most}.`,
  );
}
