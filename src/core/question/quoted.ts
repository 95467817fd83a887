import type { Question } from '../design.ts';

/** What in a reply is not its author's own: where they quote a question above what they say about it, and our marks below it. */

export type Known = readonly Pick<Question, 'id' | 'text'>[];
/** A question with its words as they are compared: a long reply has as many lines as it has characters. */
interface Asked {
  readonly id: Question['id'];
  readonly words: string;
}

/** Line breaks as files and chat clients write them; none may end up within an answer. */
const LINE_BREAK = /\r\n?|[\n\u2028\u2029]/;
/** A quotation, or a heading. */
const QUOTED = /^[ \t]{0,8}(?:>|#{1,6}[ \t])/;

export function linesOf(text: string): string[] {
  return text.split(LINE_BREAK);
}

export function isQuotation(line: string): boolean {
  return QUOTED.test(line);
}

/** The longest first, so that one that stands within another is not taken for it. */
export function asked(known: Known): readonly Asked[] {
  return known
    .map(({ id, text }) => ({ id, words: compared(text) }))
    .filter(({ words }) => words !== '')
    .toSorted((one, other) => other.words.length - one.words.length);
}

/** The question all of whose words this line has. */
export function questionIn(line: string, questions: readonly Asked[]): Asked | undefined {
  const words = compared(line);
  return questions.find((question) => words.includes(question.words));
}

/** Without emphasis, and without the quotation marks that people put around what they quote. */
function compared(text: string): string {
  return text
    .replaceAll(/[*_`~"“”„«»]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}

/** What stands below the words of a reply for a file that was not read. `size`: in words, empty where it is not known. */
export function unreadMark(name: string, size: string): string {
  return `[attached: ${name}${size === '' ? '' : `, ${size}`}, not read]`;
}

const MARK = /^\[attached: .{1,200}, not read\]$/;

/** What a person wrote: the marks below it are ours, and answer nothing. */
export function withoutUnreadMarks(text: string): string {
  const lines = text.split('\n');
  const last = lines.findLastIndex((line) => !MARK.test(line) && line !== '');
  return lines.slice(0, last + 1).join('\n');
}
