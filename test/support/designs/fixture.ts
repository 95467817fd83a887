import { z } from 'zod';

/**
 * What the schema reads of this. Throws with the name of the fixture, and of each field that is
 * wrong in it.
 */
export function parseFixture<Schema extends z.ZodType>(
  schema: Schema,
  name: string,
  value: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(`the fixture ${name} does not parse:\n${z.prettifyError(parsed.error)}`, {
    cause: parsed.error,
  });
}
