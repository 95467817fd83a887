import type { QuestionId } from '../vocabulary/ids.ts';

/** Parts of a reply's layout: lines that name a question by its number, quotations, fenced code, and our marks below it. */

export interface Line {
  readonly text: string;
  /** The question whose number the line begins with. */
  readonly number: QuestionId | null;
  /** The line without that number. */
  readonly words: string;
  /** The line is neither a quotation nor fenced code. */
  readonly isOwn: boolean;
}

/**
 * A line, and the number that it begins with: `Q3:`, `Q3.` or `Q3)`, the sign in either width. The number says which question,
 * and nothing more is read of a person's words (A17). Linear: it is tried at the beginning of a line only (A15).
 */
const LINE = /^(?:[ \t]*q(\d{1,6})[ \t]*[:.)：．）])?(.*)$/gimu;
const FENCES = ['```', '~~~'];

/** The lines of a reply without our marks at its end. A number in a quotation or in fenced code is somebody else's. */
export function linesOf(reply: string): readonly Line[] {
  let fence: string | null = null;
  const lines = [...reply.replaceAll('\r\n', '\n').matchAll(LINE)].map(([text, digits, words = '']): Line => {
    const before = fence;
    for (const mark of FENCES) {
      // An odd number of them begins fenced code or ends it, wherever in the line they stand.
      const isTurned = text.split(mark).length % 2 === 0;
      if (isTurned && (fence === null || fence === mark)) fence = fence === null ? mark : null;
    }
    const isNumbered = digits !== undefined && before === null;
    return {
      text,
      number: isNumbered ? `Q${Number(digits)}` : null,
      words: isNumbered ? words : text,
      isOwn: before === null && fence === null && !text.trimStart().startsWith('>'),
    };
  });
  return lines.slice(0, lines.findLastIndex(({ text }) => !isUnreadMark(text) && text.trim() !== '') + 1);
}

/** Marks a file that was not read, below the words of a reply. `size`: in words, empty where it is not known. */
export function unreadMark(name: string, size: string): string {
  return `${MARK}${name}${size === '' ? '' : `, ${size}`}${MARK_END}`;
}

const [MARK, MARK_END] = ['[attached: ', ', not read]'];

function isUnreadMark(line: string): boolean {
  return line.startsWith(MARK) && line.endsWith(MARK_END);
}
