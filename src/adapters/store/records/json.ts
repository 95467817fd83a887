import * as z from 'zod';
import { unstorableIn } from '../../../core/vocabulary/text.ts';
import { Fault } from '../../../foundation/fault.ts';

/**
 * The largest record in bytes of JSON (P7). A design's context may be twenty texts of 200,000 characters, which is 4 MB of
 * plain ASCII and must fit, with room for other scripts. It also has to fit in one message to a persona's process, which has
 * the same bound.
 */
const RECORD_BYTES = 8 * 1024 * 1024;

/** Characters of a schema's complaint that a message keeps. */
const COMPLAINT_CHARACTERS = 400;

/** Parses `value` with `schema` (P7). Throws `Fault('invalid_record')`, naming `what`, for anything else. */
export function conforming<Schema extends z.ZodType>(
  schema: Schema,
  what: string,
  value: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const complaint = z.prettifyError(parsed.error).slice(0, COMPLAINT_CHARACTERS);
  throw new Fault('invalid_record', `${what} does not have the shape it should have:\n${complaint}`);
}

/** Returns `value` as JSON text that can be stored (P7). Throws `Fault('invalid_record')`, naming `what`, when it cannot. */
export function storableJson(what: string, value: unknown): string {
  const text = boundedJson(what, value);
  // Characters that cannot be stored appear in JSON as such an escape. So do others, hence the closer look.
  if (text.includes('\\u0') || text.includes('\\ud')) assertStorableText(what, value);
  return text;
}

/**
 * Returns `value` as JSON text, kept to the letter. Throws `Fault('invalid_record')`, naming `what`, beyond a record's size
 * (P7).
 */
export function boundedJson(what: string, value: unknown): string {
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
 * Throws `Fault('invalid_record')` for a text within `value` that PostgreSQL's text and jsonb cannot hold: with U+0000, or with
 * half of a surrogate pair.
 */
export function assertStorableText(what: string, value: unknown): void {
  const path = unstorableIn(value);
  if (path === null) return;
  const where = path === '' ? '' : ` at ${path}`;
  throw new Fault(
    'invalid_record',
    `${what} holds text${where} that cannot be stored: the character U+0000 or half of a surrogate pair. Remove it.`,
  );
}
