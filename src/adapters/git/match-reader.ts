/** One line that git grep found. */
export interface Match {
  /** As git names it: an object's id, a colon and the path within it; or the id alone. */
  readonly name: string;
  readonly line: number;
  /** The line, or its beginning when it is longer than the bound. */
  readonly text: string;
}

/**
 * Reads what `git grep -n -z` writes (`name NUL line NUL text LF`) in chunks that end anywhere. A name may hold a line
 * feed, a text cannot. Of a longer record than `maxBytes` the rest is skipped, so that memory is bounded.
 */
export function createMatchReader(
  maxBytes: number,
  onMatch: (match: Match) => void,
): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let skipping = false;
  return (chunk) => {
    let bytes = chunk;
    if (skipping) {
      const end = chunk.indexOf(0x0a);
      if (end === -1) return;
      skipping = false;
      bytes = chunk.subarray(end + 1);
    }
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    for (;;) {
      const record = parseRecord(rest);
      if (record === null) return;
      if (!record.whole && rest.length < maxBytes) return;
      onMatch(record.match);
      if (!record.whole) {
        skipping = true;
        rest = Buffer.alloc(0);
        return;
      }
      rest = rest.subarray(record.size);
    }
  };
}

function parseRecord(bytes: Buffer): { match: Match; whole: boolean; size: number } | null {
  const nameEnd = bytes.indexOf(0);
  if (nameEnd === -1) return null;
  const lineEnd = bytes.indexOf(0, nameEnd + 1);
  if (lineEnd === -1) return null;
  const textEnd = bytes.indexOf(0x0a, lineEnd + 1);
  const match = {
    name: bytes.toString('utf8', 0, nameEnd),
    line: Number.parseInt(bytes.toString('latin1', nameEnd + 1, lineEnd), 10),
    text: bytes.toString('utf8', lineEnd + 1, textEnd === -1 ? bytes.length : textEnd),
  };
  return { match, whole: textEnd !== -1, size: textEnd + 1 };
}
