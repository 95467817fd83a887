import type { QuestionId } from '../../vocabulary/ids.ts';
import { beginningOf } from './places.ts';
import type { Span } from './span.ts';

export interface Line extends Span {
  readonly text: string;
  readonly number: QuestionId | null;
  /** Start of the first word after that number. */
  readonly wordsFrom: number;
  /** The words outside quotations and fenced code; may be empty. */
  readonly own: Span;
}

const LINE = /^.*$/gmu;
/**
 * The number a line begins with, folded: `Q3:`, `Q3.`, `Q3)` or `Q3 -`, also as an item of a list. Nothing else in a person's
 * words is parsed. Takes linear time, because it is anchored.
 */
const NUMBER = /^(?:(?:[-+•·◦▪●‣]|\d{1,3}[.)]) ?)?q(\d{1,6}) ?(?:[:.)]|-(?= |$)(?! q\d))/iu;
const FENCES = ['```', '~~~'];
/** After `>` these make an amount (`>500`) instead of a quotation. */
const AMOUNT = '=0123456789';

/**
 * Lines of a reply, without our marks at its end. Ignores numbers in quotations and fenced code, which are someone
 * else's.
 */
export function linesOf(reply: string): readonly Line[] {
  let fence: string | null = null;
  const lines = [...reply.matchAll(LINE)].flatMap((match): Line[] => {
    const [text] = match;
    const { index: from } = match;
    // Two characters make up one line break.
    if (reply[from] === '\n' && reply[from - 1] === '\r') return [];
    const before = fence;
    const to = from + text.length;
    const numbered = before === null ? numberOf(text) : null;
    const wordsFrom = from + (numbered?.wordsFrom ?? 0);
    const words = text.slice(wordsFrom - from);
    let own: Span = { from: wordsFrom, to };
    const isQuotation = isQuoting(text);
    for (const mark of FENCES) {
      if (isQuotation || (fence !== null && fence !== mark)) continue;
      // An odd number of fences opens or closes fenced code, wherever they are in the line.
      if (text.split(mark).length % 2 === 0) {
        const at = from + text.lastIndexOf(mark);
        own = fence === null ? { from: wordsFrom, to: at } : { from: at + mark.length, to };
        fence = fence === null ? mark : null;
      } else if (isFenced(words.trim(), mark)) own = makeEmptySpan(to);
    }
    if (isQuotation || (before !== null && fence === before)) own = makeEmptySpan(to);
    return [{ text, from, to, number: numbered?.number ?? null, wordsFrom, own }];
  });
  return lines.slice(0, lines.findLastIndex(({ text }) => !isUnreadMark(text) && text.trim() !== '') + 1);
}

function numberOf(line: string): (Pick<Line, 'wordsFrom'> & { readonly number: QuestionId }) | null {
  const before = line.slice(0, line.toLowerCase().indexOf('q'));
  if (FENCES.some((mark) => before.includes(mark))) return null;
  const beginning = beginningOf(line, NUMBER);
  return beginning && { number: `Q${Number(beginning.match[1])}`, wordsFrom: beginning.restFrom };
}

function isQuoting(line: string): boolean {
  const start = line.trimStart();
  return start.startsWith('>') && !(start.length > 1 && AMOUNT.includes(start.charAt(1)));
}

/** Fenced code within one line. */
function isFenced(words: string, mark: string): boolean {
  return words.length > mark.length && words.startsWith(mark) && words.endsWith(mark);
}

function makeEmptySpan(at: number): Span {
  return { from: at, to: at };
}

/** The mark for an unread file, below a reply. `size`: in words, or empty. */
export function makeUnreadMark(name: string, size: string): string {
  return `${MARK}${name}${size === '' ? '' : `, ${size}`}${MARK_END}`;
}

const MARK = '[attached: ';
const MARK_END = ', not read]';

export function unreadFilesIn(text: string): string[] {
  return text
    .split('\n')
    .filter(isUnreadMark)
    .map((line) => removeSize(line.slice(MARK.length, -MARK_END.length)));
}

/** The size follows the last comma. */
function removeSize(marked: string): string {
  const at = marked.lastIndexOf(', ');
  return at > 0 && SIZE_UNITS.some((unit) => marked.endsWith(unit)) ? marked.slice(0, at) : marked;
}

const SIZE_UNITS = [' kB', ' MB', ' GB'];

function isUnreadMark(line: string): boolean {
  return line.startsWith(MARK) && line.endsWith(MARK_END);
}
