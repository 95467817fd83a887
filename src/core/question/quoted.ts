import type { Question } from '../design.ts';

/** What in a reply is not its author's own: where they quote a question above what they say about it, and our marks below it. */

export type Known = readonly Pick<Question, 'id' | 'text'>[];
/** A question with its words as they are compared: a long reply has as many lines as it has characters. */
interface Asked {
  readonly id: Question['id'];
  readonly words: string;
}
export type AllAsked = readonly Asked[];

/** Line breaks as files and chat clients write them; none may end up within an answer. */
const LINE_BREAK = /\r\n?|[\n\u2028\u2029]/;
const QUOTED = /^[ \t]{0,8}>/;
/** The words of a line that quotes, as a quotation or a heading, without the number that may stand in front of them. */
const QUOTED_WORDS =
  /^[ \t]{0,8}(?:>|#{1,6}[ \t])[ \t>*_-]{0,8}(?:q\d{1,3}[*_]{0,2}[ \t]{0,3}[:：.)–—-]?[*_]{0,2}[ \t]{1,8})?(.*)$/i;
/** What opens or closes a code block: also within a line, as chat clients send it. */
const FENCE = /`{3,}|^[ \t]*~{3,}/g;
/** Fewer characters of a question are too few to say that it is quoted. */
const LEAST_QUOTED = 8;

export function linesOf(text: string): string[] {
  return text.split(LINE_BREAK);
}

export function isQuotation(line: string): boolean {
  return QUOTED.test(line);
}

export function asked(known: Known): AllAsked {
  return known.map(({ id, text }) => ({ id, words: compared(text) }));
}

/** A person's own words: without the questions that they quote, which answer nothing. */
export function ownWords(text: string, known: Known): string {
  const lines = linesOf(text);
  const quoted = questionLines(lines, asked(known));
  return lines.filter((_, index) => !quoted.has(index)).join('\n');
}

/**
 * The lines that quote a question: one of this design, or any other that stands as a quotation or heading and ends as
 * questions do. The rest of its quotation belongs to it.
 */
export function questionLines(lines: readonly string[], known: AllAsked): ReadonlySet<number> {
  const quoted = new Set<number>();
  const fenced = fencedLines(lines);
  let before: number[] = [];
  let isAsked = false;
  for (const [index, line] of lines.entries()) {
    const isFenced = fenced.has(index);
    const isQuoted = !isFenced && isQuotation(line);
    if (!isQuoted) [before, isAsked] = [[], false];
    if (isFenced ? isOneOf(line, known) : isQuestion(line, known)) {
      for (const each of [...before, index]) quoted.add(each);
      [before, isAsked] = [[], isQuoted];
    } else if (isAsked) quoted.add(index);
    else if (isQuoted) before.push(index);
  }
  return quoted;
}

/** The lines that begin within a code block. One that is never closed goes on to the end. */
export function fencedLines(lines: readonly string[]): ReadonlySet<number> {
  const fenced = new Set<number>();
  let fence = '';
  for (const [index, line] of lines.entries()) {
    if (fence !== '') fenced.add(index);
    // A code block that is quoted ends with its quotation.
    if (isQuotation(line)) continue;
    for (const [found] of line.matchAll(FENCE)) {
      const marks = found.trim();
      if (fence === '') fence = marks;
      else if (marks.startsWith(fence)) fence = '';
    }
  }
  return fenced;
}

function isQuestion(line: string, known: AllAsked): boolean {
  const quoted = QUOTED_WORDS.exec(line)?.[1];
  if (quoted === undefined) return isOneOf(line, known);
  const words = compared(quoted);
  return words.endsWith('?') || known.some((question) => isQuoteOf(words, question));
}

function isOneOf(line: string, known: AllAsked): boolean {
  const words = compared(line);
  return known.some((question) => words === question.words);
}

/** The one question whose words this line quotes. */
export function questionQuotedIn(line: string, known: AllAsked): Asked | undefined {
  const words = compared(QUOTED_WORDS.exec(line)?.[1] ?? '');
  const [question, ...others] = words === '' ? [] : known.filter((each) => isQuoteOf(words, each));
  return others.length === 0 ? question : undefined;
}

/** Whether these are all words of the question and no others. */
export function isWhole(words: string, question: Asked): boolean {
  return compared(words) === question.words;
}

/** Whether these are the words of the question or their beginning, perhaps with more behind them. */
function isQuoteOf(words: string, { words: all }: Asked): boolean {
  const hasAll = all !== '' && words.startsWith(all);
  return (
    hasAll || (words.length >= LEAST_QUOTED && all.startsWith(words.replace(/(?:…|\.\.\.)$/, '').trim()))
  );
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
