/**
 * Values that a message may hold. Each that a schema refuses becomes an issue of its own, of some 500 bytes: two million
 * of them in eight megabytes would take all the memory that Charrette has.
 */
export const MESSAGE_VALUES = 100_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** A value more begins with each of these: a comma, an opening bracket, an opening brace. */
const SEPARATORS: ReadonlySet<number> = new Set([0x2c, 0x5b, 0x7b]);

/** Whether there are too many values in a text of JSON, found without interpreting it. */
export function hasTooManyValues(json: Buffer): boolean {
  // Each value after the first takes a byte before it, at least.
  if (json.length < MESSAGE_VALUES) return false;
  let values = 1;
  let inString = false;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at] ?? 0;
    if (byte === QUOTE) inString = !inString;
    else if (inString && byte === BACKSLASH) at += 1;
    else if (!inString && SEPARATORS.has(byte)) values += 1;
  }
  return values > MESSAGE_VALUES;
}
