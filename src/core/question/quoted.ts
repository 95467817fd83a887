import type { Question } from '../design.ts';

/** Where people quote a question above what they say about it. */

export type Known = readonly Pick<Question, 'id' | 'text'>[];

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

/** A person's own words: without the questions that they quote, which answer nothing. */
export function ownWords(text: string, known: Known): string {
  const lines = linesOf(text);
  const asked = questionLines(lines, known);
  return lines.filter((_, index) => !asked.has(index)).join('\n');
}

/**
 * The lines that quote a question: one of this design, or any other that stands as a quotation or heading and ends as
 * questions do. The rest of its quotation belongs to it.
 */
export function questionLines(lines: readonly string[], known: Known): ReadonlySet<number> {
  const asked = new Set<number>();
  const fenced = fencedLines(lines);
  let before: number[] = [];
  let isAsked = false;
  for (const [index, line] of lines.entries()) {
    const isFenced = fenced.has(index);
    const isQuoted = !isFenced && QUOTED.test(line);
    if (!isQuoted) [before, isAsked] = [[], false];
    if (isFenced ? isOneOf(line, known) : isQuestion(line, known)) {
      for (const each of [...before, index]) asked.add(each);
      [before, isAsked] = [[], isQuoted];
    } else if (isAsked) asked.add(index);
    else if (isQuoted) before.push(index);
  }
  return asked;
}

/** The lines that begin within a code block. One that is never closed goes on to the end. */
export function fencedLines(lines: readonly string[]): ReadonlySet<number> {
  const fenced = new Set<number>();
  let fence = '';
  for (const [index, line] of lines.entries()) {
    if (fence !== '') fenced.add(index);
    // A code block that is quoted ends with its quotation.
    if (QUOTED.test(line)) continue;
    for (const [found] of line.matchAll(FENCE)) {
      const marks = found.trim();
      if (fence === '') fence = marks;
      else if (marks.startsWith(fence)) fence = '';
    }
  }
  return fenced;
}

function isQuestion(line: string, known: Known): boolean {
  const words = QUOTED_WORDS.exec(line)?.[1];
  if (words === undefined) return isOneOf(line, known);
  return compared(words).endsWith('?') || known.some(({ text }) => isQuoteOf(words, text));
}

function isOneOf(line: string, known: Known): boolean {
  return known.some(({ text }) => isWhole(line, text));
}

/** The one question whose words this line quotes. */
export function questionQuotedIn(line: string, known: Known): Known[number] | undefined {
  const words = QUOTED_WORDS.exec(line)?.[1] ?? '';
  const [question, ...others] = words === '' ? [] : known.filter(({ text }) => isQuoteOf(words, text));
  return others.length === 0 ? question : undefined;
}

/** Whether these are all words of the question and no others. */
export function isWhole(words: string, question: string): boolean {
  return compared(words) === compared(question);
}

/** Whether these are the words of the question or their beginning, perhaps with more behind them. */
function isQuoteOf(quoted: string, question: string): boolean {
  const [words, asked] = [compared(quoted), compared(question)];
  const hasAll = asked !== '' && words.startsWith(asked);
  return (
    hasAll || (words.length >= LEAST_QUOTED && asked.startsWith(words.replace(/(?:…|\.\.\.)$/, '').trim()))
  );
}

function compared(text: string): string {
  return text
    .replaceAll(/[*_`~]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}
