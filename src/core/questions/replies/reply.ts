import { BOUNDS } from '../../vocabulary/bounds.ts';
import type { Answer, Question } from '../../vocabulary/design.ts';
import { findById, type QuestionId } from '../../vocabulary/ids.ts';
import { type Line, linesOf } from '../quoting/quoted.ts';
import type { Span } from '../quoting/span.ts';

/** Answers by number. `unmatched`: the reply also has words under no question. */
export interface ReadReply {
  readonly answers: Omit<Answer, 'source'>[];
  readonly unmatched: boolean;
}

/** Lines from one number to the next; lines before the first number have `null`. */
interface Part {
  readonly number: QuestionId | null;
  readonly lines: readonly Line[];
}

/**
 * Splits a reply by the question numbers its lines begin with. Words before the first number belong to the question it was sent
 * under (`pinnedTo`), if any. An unknown number ends the answer above it. Quotations and fenced code answer nothing if the author
 * has words of their own. The matching turn reads the rest.
 */
export function readReply(
  text: string,
  asked: readonly Pick<Question, 'id'>[],
  pinnedTo: QuestionId | null = null,
): ReadReply {
  const parts = partsOf(text).filter((part) => wordsOf(text, part) !== '');
  const hasOwnWords = parts.some((part) => isOwn(text, part));
  const answers: ReadReply['answers'] = [];
  let unmatched = false;
  for (const part of parts) {
    const named = findById(asked, part.number)?.id ?? null;
    const questionId = part.number === null ? pinnedTo : named;
    const isAnswer = isOwn(text, part) || !hasOwnWords;
    if (questionId === null || !isAnswer || answers.length === BOUNDS.answersPerReply) unmatched = true;
    else answers.push({ questionId, text: wordsOf(text, part), spans: [answerSpan(text, part)] });
  }
  return { answers, unmatched };
}

/** Numbers at the beginning of a line under which nothing was asked. */
export function listUnknownNumbers(text: string, asked: readonly Pick<Question, 'id'>[]): QuestionId[] {
  const numbers = partsOf(text).flatMap(({ number }) => number ?? []);
  return [...new Set(numbers)].filter((number) => findById(asked, number) === undefined);
}

function partsOf(text: string): Part[] {
  const parts: { number: QuestionId | null; lines: Line[] }[] = [{ number: null, lines: [] }];
  for (const line of linesOf(text)) {
    if (line.number === null) parts.at(-1)?.lines.push(line);
    else parts.push({ number: line.number, lines: [line] });
  }
  return parts;
}

/** The part's words without quotations at either end; the whole part if it has only quotations. */
function answerSpan(text: string, part: Part): Span {
  const own = part.lines.map((line) => line.own).filter((span) => isAnythingIn(text, span));
  const from = own[0]?.from ?? part.lines[0]?.wordsFrom ?? 0;
  return { from, to: own.at(-1)?.to ?? part.lines.at(-1)?.to ?? from };
}

function wordsOf(text: string, part: Part): string {
  const span = answerSpan(text, part);
  return part.lines
    .filter(({ from, to }) => to >= span.from && from <= span.to)
    .map(({ wordsFrom, to }) => text.slice(Math.max(wordsFrom, span.from), Math.min(to, span.to)))
    .join('\n')
    .trim();
}

function isOwn(text: string, { lines }: Part): boolean {
  return lines.some(({ own }) => isAnythingIn(text, own));
}

function isAnythingIn(text: string, { from, to }: Span): boolean {
  return text.slice(from, to).trim() !== '';
}
