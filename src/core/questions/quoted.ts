import type { QuestionId } from '../vocabulary/ids.ts';

/** Parts of a reply's layout: lines that name a question by its number, quotations, fenced code, and our marks below it. */

/** A part of a reply, in UTF-16 units from its beginning. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Line extends Span {
  readonly text: string;
  /** The question whose number the line begins with. */
  readonly number: QuestionId | null;
  /** The place of the first word behind that number. */
  readonly wordsFrom: number;
  /** The words that are neither a quotation nor fenced code; empty where the line has none. */
  readonly own: Span;
}

/**
 * A line, and the number that it begins with: `Q3:`, `Q3.` or `Q3)`, the sign in either width. The number says which question,
 * and nothing more is read of a person's words (A17). Linear: it is tried at the beginning of a line only (A15).
 */
const LINE = /^(?:[ \t]*q(\d{1,6})[ \t]*[:.)：．）])?(.*)$/gimu;
const FENCES = ['```', '~~~'];
/** Signs behind `>` that make it the beginning of an amount (`>500`) instead of a quotation. */
const AMOUNT = '=0123456789';

/** The lines of a reply without our marks at its end. A number in a quotation or in fenced code is somebody else's. */
export function linesOf(reply: string): readonly Line[] {
  let fence: string | null = null;
  const lines = [...reply.matchAll(LINE)].flatMap((match): Line[] => {
    const [text, digits, behind = ''] = match;
    const { index: from } = match;
    // The two signs of one line break.
    if (reply[from] === '\n' && reply[from - 1] === '\r') return [];
    const before = fence;
    const to = from + text.length;
    const isNumbered = digits !== undefined && before === null;
    const wordsFrom = isNumbered ? to - behind.length : from;
    const words = text.slice(wordsFrom - from);
    let own: Span = { from: wordsFrom, to };
    const isQuotation = isQuoting(text);
    for (const mark of FENCES) {
      if (isQuotation || (fence !== null && fence !== mark)) continue;
      // An odd number of them begins fenced code or ends it, wherever in the line they stand.
      if (text.split(mark).length % 2 === 0) {
        const at = from + text.lastIndexOf(mark);
        own = fence === null ? { from: wordsFrom, to: at } : { from: at + mark.length, to };
        fence = fence === null ? mark : null;
      } else if (isFenced(words.trim(), mark)) own = nothingAt(to);
    }
    if (isQuotation || (before !== null && fence === before)) own = nothingAt(to);
    return [{ text, from, to, number: isNumbered ? `Q${Number(digits)}` : null, wordsFrom, own }];
  });
  return lines.slice(0, lines.findLastIndex(({ text }) => !isUnreadMark(text) && text.trim() !== '') + 1);
}

function isQuoting(line: string): boolean {
  const start = line.trimStart();
  return start.startsWith('>') && !(start.length > 1 && AMOUNT.includes(start.charAt(1)));
}

/** Returns `true` for words that stand between two marks on one line. */
function isFenced(words: string, mark: string): boolean {
  return words.length > mark.length && words.startsWith(mark) && words.endsWith(mark);
}

function nothingAt(at: number): Span {
  return { from: at, to: at };
}

/** Marks a file that was not read, below the words of a reply. `size`: in words, empty where it is not known. */
export function unreadMark(name: string, size: string): string {
  return `${MARK}${name}${size === '' ? '' : `, ${size}`}${MARK_END}`;
}

const [MARK, MARK_END] = ['[attached: ', ', not read]'];

/** Returns the names of files that were not read, as the marks below the words of a reply say. */
export function unreadFilesIn(text: string): string[] {
  return text
    .split('\n')
    .filter(isUnreadMark)
    .map((line) => withoutSize(line.slice(MARK.length, -MARK_END.length)));
}

/** `unreadMark` has the size behind the last comma. */
function withoutSize(marked: string): string {
  const at = marked.lastIndexOf(', ');
  return at > 0 && SIZE_UNITS.some((unit) => marked.endsWith(unit)) ? marked.slice(0, at) : marked;
}

const SIZE_UNITS = [' kB', ' MB', ' GB'];

function isUnreadMark(line: string): boolean {
  return line.startsWith(MARK) && line.endsWith(MARK_END);
}
