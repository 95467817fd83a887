import type { QuestionId } from '../../vocabulary/ids.ts';
import { matchBeginning } from './places.ts';
import { piecesOf, type ShownText } from './shown.ts';
import { isOverlapping, listTouched, type Span } from './span.ts';
import { isUnreadMark } from './unread-marks.ts';

export interface ReplyLine extends Span {
  readonly text: string;
  readonly number: QuestionId | null;
  /** Start of the first word after that number. */
  readonly wordsFrom: number;
  /** Its words outside of quotations, code among them. */
  readonly own: readonly Span[];
}

const LINE = /^.*$/gmu;
/**
 * The number a line begins with, folded: `Q3:`, `Q3.`, `Q3)` or `Q3 -`, also as an item of a list,
 * with the signs that stand for these in any script. Takes linear time, because it is anchored.
 */
const NUMBER =
  /^(?:(?:[-+•·◦▪●‣]|\d{1,3}[.)]) ?)?q(\d{1,6}) ?(?:[:.\p{Pe}꞉ː˸∶։׃፡፦៖᠄。۔।።။។᠃]|、(?! ?q\d)|-(?= |$)(?! q\d))/iu;

/** Lines of a reply, without our marks at its end. A number in a quotation or in code is none. */
export function linesOf({ text: reply, shown = [] }: ShownText): readonly ReplyLine[] {
  const lines = [...reply.matchAll(LINE)].flatMap((match): ReplyLine[] => {
    const [text] = match;
    const { index: from } = match;
    // Two characters make up one line break.
    if (reply[from] === '\n' && reply[from - 1] === '\r') return [];
    const to = from + text.length;
    const parts = listTouched(shown, { from, to });
    const { number = null, wordsFrom = from } = numberOf(text, from, parts) ?? {};
    const own = piecesOf({ from: wordsFrom, to }, parts).filter(({ kind }) => kind !== 'quotation');
    return [{ text, from, to, number, wordsFrom, own }];
  });
  return lines.slice(
    0,
    lines.findLastIndex(({ text }) => !isUnreadMark(text) && text.trim() !== '') + 1,
  );
}

function numberOf(
  line: string,
  from: number,
  parts: readonly Span[],
): Pick<ReplyLine, 'number' | 'wordsFrom'> | null {
  const beginning = matchBeginning(line, NUMBER);
  if (beginning === null) return null;
  const number = { from, to: from + beginning.to };
  if (parts.some((part) => isOverlapping(part, number))) return null;
  // Marks that the words begin with belong to code or a quotation.
  const wordsFrom = Math.min(from + beginning.restFrom, ...parts.map((part) => part.from));
  return { number: `Q${Number(beginning.match[1])}`, wordsFrom };
}
