/** D1: more than this of what a session left behind helps nobody. */
export const FAILURE_BYTES = 256 * 1024;

/** The head and the tail of a text that is too long, with the cut marked; at most `maxBytes` of UTF-8. */
export function boundedText(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text);
  if (bytes.byteLength <= maxBytes) return text;
  const mark = `\n\n… ${bytes.byteLength} bytes in all; the middle is cut out here …\n\n`;
  const half = Math.max(0, Math.floor((maxBytes - Buffer.byteLength(mark)) / 2));
  const head = bytes.subarray(0, characterStart(bytes, half));
  const tail = bytes.subarray(characterStart(bytes, bytes.byteLength - half, 1));
  return `${head.toString()}${mark}${tail.toString()}`;
}

/** The nearest place where a character starts, so that none is cut in two. */
function characterStart(bytes: Uint8Array, index: number, step: 1 | -1 = -1): number {
  let at = index;
  while (at > 0 && at < bytes.length && ((bytes[at] ?? 0) & 0xc0) === 0x80) at += step;
  return at;
}
