import type { ShownText } from '#core/questions/quoting/shown.ts';
import type { Span } from '#core/questions/quoting/span.ts';
import type { ShownPart } from '#core/vocabulary/event-parts.ts';

/**
 * How a platform marks code and quotations. Its marks of style say nothing about whose words they
 * are.
 */
export interface Marks {
  /** A quotation at the beginning of a line: a sticky expression. */
  readonly quotation: RegExp;
  /** Two of these signs within a line make code of what is between them. */
  readonly tick?: string;
  /** Makes a mark a plain sign. */
  readonly escapedBy?: string;
}

const FENCE = '```';

/**
 * Finds what a platform shows as code or as a quotation. A mark without its end is text. Takes
 * linear time.
 */
export function readMarks(text: string, marks: Marks): ShownText {
  const shown: ShownPart[] = [];
  const lastFence = text.lastIndexOf(FENCE);
  let at = 0;
  while (at < text.length) {
    const isLineStart = at === 0 || text[at - 1] === '\n';
    const quotation = isLineStart ? findQuotation(text, at, marks) : null;
    const lineEnd = text.indexOf('\n', at) + 1 || text.length;
    const code =
      quotation === null ? findCode(text, { from: at, to: lineEnd }, lastFence, marks) : null;
    if (quotation !== null) shown.push({ kind: 'quotation', ...quotation });
    if (code !== null) shown.push({ kind: 'code', ...code });
    at = (quotation ?? code)?.to ?? lineEnd;
  }
  return { text, shown };
}

function findQuotation(text: string, at: number, { quotation }: Marks): Span | null {
  quotation.lastIndex = at;
  const [found] = quotation.exec(text) ?? [];
  return found === undefined ? null : { from: at, to: at + found.length };
}

/**
 * The first code that begins in this line and ends: in the line if its mark is a tick, anywhere if
 * it is a fence.
 */
function findCode(
  text: string,
  line: Span,
  lastFence: number,
  { tick, escapedBy }: Marks,
): Span | null {
  const words = text.slice(line.from, line.to);
  const mark = tick ?? FENCE;
  for (let at = words.indexOf(mark); at !== -1; at = words.indexOf(mark, at)) {
    const from = line.from + at;
    const isFence = words.startsWith(FENCE, at);
    const end = isFence
      ? findFenceEnd(text, from, lastFence)
      : words.indexOf(mark, at + mark.length);
    const isEscaped = escapedBy !== undefined && countBefore(words, at, escapedBy) % 2 === 1;
    if (isEscaped) at += 1;
    else if (isFence && end !== -1) return { from, to: end };
    else if (isFence) at += FENCE.length;
    else if (end > at + mark.length) return { from, to: line.from + end + mark.length };
    else at += mark.length;
  }
  return null;
}

/**
 * The end of the fence that closes this one; -1 if there is none, or nothing but line breaks before
 * it.
 */
function findFenceEnd(text: string, from: number, lastFence: number): number {
  let inner = from + FENCE.length;
  while (text[inner] === '\n') inner++;
  if (inner >= lastFence) return -1;
  return text.indexOf(FENCE, inner + 1) + FENCE.length;
}

function countBefore(text: string, at: number, sign: string): number {
  let count = 0;
  while (text[at - count - 1] === sign) count++;
  return count;
}
