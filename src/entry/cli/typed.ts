import type * as z from 'zod';
import { Fault } from '../../foundation/fault.ts';

/** `message` says what is wrong, and what is allowed. */
export function badUsage(message: string): Fault {
  return new Fault('bad_usage', message);
}

/** Throws `Fault('bad_usage')` with `problem` for any other value. */
export function parsed<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  problem: string,
): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (!result.success) throw badUsage(problem);
  return result.data;
}

/** Throws `Fault('bad_usage')` unless it is a whole number from `least` to `most`. */
export function wholeNumber(option: string, given: string, least: number, most: number): number {
  const value = /^\d{1,16}$/.test(given) ? Number(given) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw badUsage(`${option} is "${given.slice(0, 40)}"; expected a whole number from ${least} to ${most}.`);
}

/** Throws `Fault('bad_usage')` for a longer text than is recorded. */
export function assertShort(option: string, text: string, maxCharacters: number): void {
  if (text.length <= maxCharacters) return;
  throw badUsage(`${option} accepts at most ${maxCharacters} characters.`);
}
