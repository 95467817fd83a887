import type * as z from 'zod';
import { Fault } from '../../foundation/fault.ts';

/** `message` says what is wrong, and what is allowed. */
export function makeUsageFault(message: string): Fault {
  return new Fault('bad_usage', message);
}

/** Throws `Fault('bad_usage')` with `problem` for any other value. */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  problem: string,
): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (!result.success) throw makeUsageFault(problem);
  return result.data;
}
