import { BOUNDS } from '../../vocabulary/bounds.ts';
import type { GivenAnswer, Question } from '../../vocabulary/design.ts';
import { findById, type QuestionId } from '../../vocabulary/ids.ts';
import { linesOf, type ReplyLine } from '../quoting/lines.ts';
import type { ShownText } from '../quoting/shown.ts';
import type { Span } from '../quoting/span.ts';

/** Answers by number. `unmatched`: the reply also has words under no question. */
export interface ReadReply {
  readonly answers: Omit<GivenAnswer, 'source'>[];
  readonly unmatched: boolean;
}

/** Lines from one number to the next; lines before the first number have `null`. */
interface Part {
  readonly number: QuestionId | null;
  readonly lines: readonly ReplyLine[];
}

/**
 * Splits a reply by the question numbers its lines begin with. Words before the first number belong
 * to the question it was sent under (`pinnedTo`), if any. An unknown number ends the answer above
 * it. A quotation answers nothing. The matching turn reads the rest.
 */
export function readReply(
  said: ShownText,
  asked: readonly Pick<Question, 'id'>[],
  pinnedTo: QuestionId | null = null,
): ReadReply {
  const { text } = said;
  const parts = partsOf(said).filter(({ lines }) =>
    lines.some((line) => isAnythingIn(text, spanBehindNumber(line))),
  );
  const answers: ReadReply['answers'] = [];
  let unmatched = false;
  for (const part of parts) {
    const named = findById(asked, part.number)?.id ?? null;
    const questionId = part.number === null ? pinnedTo : named;
    const span = answerSpan(text, part);
    if (questionId === null || span === null || answers.length === BOUNDS.answersPerReply)
      unmatched = true;
    else answers.push({ questionId, text: wordsOf(text, part, span), spans: [span] });
  }
  return { answers, unmatched };
}

/** Numbers of questions at the beginning of a line. */
export function listNumbers(said: ShownText): QuestionId[] {
  return [...new Set(linesOf(said).flatMap(({ number }) => number ?? []))];
}

/** Numbers at the beginning of a line under which nothing was asked. */
export function listUnknownNumbers(
  said: ShownText,
  asked: readonly Pick<Question, 'id'>[],
): QuestionId[] {
  return listNumbers(said).filter((number) => findById(asked, number) === undefined);
}

function partsOf(said: ShownText): Part[] {
  const parts: { number: QuestionId | null; lines: ReplyLine[] }[] = [{ number: null, lines: [] }];
  for (const line of linesOf(said)) {
    if (line.number === null) parts.at(-1)?.lines.push(line);
    else parts.push({ number: line.number, lines: [line] });
  }
  return parts;
}

/** The part's words without quotations at either end; `null` if it has only quotations. */
function answerSpan(text: string, { lines }: Part): Span | null {
  const own = lines.flatMap((line) => line.own).filter((span) => isAnythingIn(text, span));
  const [first, last] = [own[0], own.at(-1)];
  return first === undefined || last === undefined ? null : { from: first.from, to: last.to };
}

function wordsOf(text: string, { lines }: Part, span: Span): string {
  return lines
    .filter((line) => line.to >= span.from && line.from <= span.to)
    .map(({ wordsFrom, to }) => text.slice(Math.max(wordsFrom, span.from), Math.min(to, span.to)))
    .join('\n')
    .trim();
}

/** The words behind its number, quoted or not. */
function spanBehindNumber({ wordsFrom, to }: ReplyLine): Span {
  return { from: wordsFrom, to };
}

function isAnythingIn(text: string, { from, to }: Span): boolean {
  return text.slice(from, to).trim() !== '';
}
