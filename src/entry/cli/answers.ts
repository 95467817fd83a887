import type * as z from 'zod';
import { EXIT, UsageError } from './exit-codes.ts';
import type { Told } from './source.ts';

/** What somebody typed, as the schema has it. Throws `UsageError` with `problem` for anything else. */
export function parsed<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  problem: string,
): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (!result.success) throw new UsageError(problem);
  return result.data;
}

/** Prints what a request came to, on standard output only where it was carried out. Returns the exit code. */
export function print({ ok, words }: Told): number {
  (ok ? process.stdout : process.stderr).write(`${words}\n`);
  return ok ? EXIT.completed : EXIT.other;
}
