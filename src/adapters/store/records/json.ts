import * as z from 'zod';
import { findUnstorable } from '#core/vocabulary/text.ts';
import { cutText } from '#foundation/cut-text.ts';
import { Fault } from '#foundation/fault.ts';

/**
 * The largest record in bytes of JSON. A design's context can be twenty texts of 200,000
 * characters: 4 MB of plain ASCII, and more in other scripts. A message to a persona's process has
 * the same limit.
 */
const RECORD_BYTES = 8 * 1024 * 1024;

const COMPLAINT_CHARACTERS = 400;

/** Parses `value`. Throws `Fault('invalid_record')`, naming `what`. */
export function parseConforming<Schema extends z.ZodType>(
  schema: Schema,
  what: string,
  value: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const complaint = cutText(z.prettifyError(parsed.error), COMPLAINT_CHARACTERS);
  throw new Fault('invalid_record', `${what} does not have the expected shape:\n${complaint}`);
}

/** JSON of a value that every store can hold. Throws `Fault('invalid_record')`, naming `what`. */
export function writeStorableJson(what: string, value: unknown): string {
  const text = writeBoundedJson(what, value);
  // JSON shows an unstorable character as one of these escapes, but some others too, so look
  // closer.
  if (text.includes('\\u0') || text.includes('\\ud')) assertStorableText(what, value);
  return text;
}

/**
 * Exact JSON of any text. Throws `Fault('invalid_record')`, naming `what`, if it is larger than a
 * record may be.
 */
export function writeBoundedJson(what: string, value: unknown): string {
  const text = JSON.stringify(value);
  assertBoundedText(what, text);
  return text;
}

function assertBoundedText(what: string, text: string): void {
  const sizeBytes = Buffer.byteLength(text);
  if (sizeBytes <= RECORD_BYTES) return;
  throw new Fault(
    'invalid_record',
    `${what} is ${sizeBytes} bytes of JSON; at most ${RECORD_BYTES} can be stored. Shorten its longest text.`,
  );
}

/**
 * Throws `Fault('invalid_record')` if a text contains U+0000 or half a surrogate pair, which
 * PostgreSQL's text and jsonb cannot hold.
 */
export function assertStorableText(what: string, value: unknown): void {
  const path = findUnstorable(value);
  if (path === null) return;
  const where = path === '' ? '' : ` at ${path}`;
  throw new Fault(
    'invalid_record',
    `${what} holds text${where} that cannot be stored: the character U+0000 or half of a surrogate pair. Remove it.`,
  );
}
