import type * as z from 'zod';
import { storable } from '../../../src/core/vocabulary/text.ts';
import { tooLarge } from '../../../src/turns/prompt/texts.ts';

const [ISSUES, REASON_CHARACTERS] = [12, 1_500];

type Checked<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: string };

/** Checks the size first, then the schema. `reason` tells the model the fault, field by field. */
export function checkSchema<Value>(
  schema: z.ZodType<Value>,
  given: unknown,
  limitBytes: number,
): Checked<Value> {
  const sizeBytes = Buffer.byteLength(JSON.stringify(given) ?? '');
  if (sizeBytes > limitBytes) return { ok: false, reason: tooLarge(sizeBytes, limitBytes) };
  const parsed = schema.safeParse(given);
  if (parsed.success) return { ok: true, value: parsed.data };
  const lines = parsed.error.issues
    .slice(0, ISSUES)
    .map(({ path, message }) => `- ${path.join('.') || 'the input'}: ${message}`);
  return { ok: false, reason: storable(lines.join('\n').slice(0, REASON_CHARACTERS)) };
}
