import { BOUNDS } from '../events.ts';
import type { QuestionId } from '../ids.ts';
import {
  type AllAsked,
  asked as askedOf,
  fencedLines,
  isWhole,
  type Known,
  linesOf,
  questionLines,
  questionQuotedIn,
} from './quoted.ts';

/** What a reply is written under, and whether it has words under no question, which have yet to be matched. */
export interface ReadReply {
  readonly answers: { readonly questionId: QuestionId; readonly text: string }[];
  readonly unmatched: boolean;
}

/** `Q3: …`, `q3. …`, `Q3) …`, `**Q3** …` at the start of a line; linear, anchored, and the text is bounded first (A15). */
const PIN = /^[ \t*_-]{0,8}q(\d+)[*_]{0,2}[ \t]{0,3}[:：.)–—-][*_]{0,2}[ \t]{0,8}(.*)$/i;

/** Words under a question, or under none (`null`). */
interface Part {
  readonly questionId: QuestionId | null;
  readonly lines: string[];
  /** Whether they stand below a question that is quoted: up to the next blank line they answer it. */
  readonly isBelowQuote: boolean;
}

/**
 * Splits a person's message into the answers that it pins to questions, by their numbers or by quoting them. What
 * follows a number belongs to it until the next pin; what follows a question that is quoted, up to the next blank line.
 * The rest belongs to no question, and so does what stands under the number of none. A number in words that are quoted,
 * or in a code block, is what somebody else wrote and pins nothing. `beforehand`: its author had not
 * seen the questions, so that a number in it says nothing.
 */
export function readReply(text: string, known: Known, beforehand = false): ReadReply {
  const lines = linesOf(text);
  const questions = askedOf(known);
  const asked = questionLines(lines, questions);
  const fenced = fencedLines(lines);
  let part = underNone();
  const parts = [part];
  for (const [index, line] of lines.entries()) {
    const pin = fenced.has(index) ? null : pinIn(line, questions, beforehand);
    const isAsked = asked.has(index);
    if (pin === null && !isAsked && !endsAnswer(part, line)) part.lines.push(line);
    // The other lines of the quotation, and blank ones below it, stand between the question and its answer.
    else if (pin !== null || !part.isBelowQuote || part.lines.length > 0) {
      part = pin ?? underNone();
      parts.push(part);
    }
  }
  const said = parts
    .map(({ questionId, lines: words }) => ({ questionId, text: words.join('\n').trim() }))
    .filter((each) => each.text !== '');
  const answers = said
    .flatMap(({ questionId, text: words }) => (questionId === null ? [] : [{ questionId, text: words }]))
    .slice(0, BOUNDS.answersPerReply);
  return { answers, unmatched: said.some(({ questionId }) => questionId === null) };
}

function endsAnswer({ isBelowQuote }: Part, line: string): boolean {
  return isBelowQuote && line.trim() === '';
}

function underNone(...lines: string[]): Part {
  return { questionId: null, lines, isBelowQuote: false };
}

function pinIn(line: string, known: AllAsked, beforehand: boolean): Part | null {
  const quoted = questionQuotedIn(line, known);
  if (quoted !== undefined) return { questionId: quoted.id, lines: [], isBelowQuote: true };
  const match = beforehand ? null : PIN.exec(line);
  if (match === null) return null;
  const [, number, words = ''] = match;
  const question = known.find(({ id }) => id === `Q${Number(number)}`);
  // A number that no question has does not go on with the answer above it.
  if (question === undefined) return underNone(line);
  const isBelowQuote = isWhole(words, question);
  return { questionId: question.id, lines: isBelowQuote ? [] : [words], isBelowQuote };
}

/** Without its number, if the line has one. */
export function withoutNumber(line: string): string {
  return PIN.exec(line)?.[2] ?? line;
}
