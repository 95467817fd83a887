import type { Question } from '../vocabulary/design.ts';

/** What in a reply is not its author's own: where they quote a question above what they say about it, and our marks below it. */

export type Known = readonly (Pick<Question, 'id' | 'text'> & Partial<Pick<Question, 'status'>>)[];
/** A question with its words as they are compared: a long reply has as many lines as it has characters. */
interface Asked {
  readonly id: Question['id'];
  readonly words: string;
}

/** Line breaks as files and chat clients write them; none may end up within an answer. */
const LINE_BREAK = /\r\n?|[\n\u2028\u2029]/;
/** A quotation, or a heading. */
const QUOTED = /^[ \t]{0,8}(?:>|#{1,6}[ \t])/;
/** What stands in front of a question where it is quoted. */
const IN_FRONT = /^[ >#•◦▪‣-]*(?:q\d{1,6}\b[ :：.)-]*)?/;
/** What stands for the rest of a question of which only the beginning is quoted. */
const LEFT_OUT = /(?:…|\.{3})$/;
/** A shorter piece of a question may be anybody's words. */
const LEAST_PIECE = 10;
/** Closes what stands around a question. */
const CLOSING = /^[*_`~"”»]+(?=\s|$)/;

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

/** The questions all of whose words this line has, or the only one that begins with this line: people quote a piece. */
export function questionsIn(line: string, questions: readonly Asked[]): readonly Asked[] {
  let words = compared(line);
  const beginning = words.replace(IN_FRONT, '').replace(LEFT_OUT, '').trimEnd();
  const whole = questions.filter((question) => {
    const isIn = words.includes(question.words);
    if (isIn) words = words.replace(question.words, ' ');
    return isIn;
  });
  if (whole.length > 0 || beginning.length < LEAST_PIECE) return whole;
  const begun = questions.filter((question) => question.words.startsWith(beginning));
  return begun.length === 1 ? begun : [];
}

/** What of a text stands behind the question that it begins with, however that is set; all of it where it does not. */
export function behindQuestion(text: string, { words }: Asked): string {
  const wanted = words.replaceAll(' ', '');
  let at = 0;
  for (let found = 0; found < wanted.length; at++) {
    const character = compared(text.charAt(at));
    if (at === text.length || !wanted.startsWith(character, found)) return text;
    found += character.length;
  }
  const isWithinWord = /^[\p{L}\p{N}]{2}/u.test(text.slice(at - 1, at + 1));
  return isWithinWord ? text : text.slice(at).replace(CLOSING, '').trim();
}

/** Whether these are the words of a question, or a piece of one that still asks or breaks off. */
export function isOfQuestion(quote: string, { words }: Asked): boolean {
  const piece = compared(quote).replace(IN_FRONT, '');
  const isPiece =
    piece.length >= LEAST_PIECE &&
    /(?:[?？؟…]|\.{3})$/.test(piece) &&
    words.includes(piece.replace(LEFT_OUT, '').trimEnd());
  return isPiece || onlyWords(piece) === onlyWords(words);
}

function onlyWords(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();
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
