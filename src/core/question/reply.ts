import type { Reply } from '../design.ts';
import { BOUNDS } from '../events.ts';
import type { QuestionId } from '../ids.ts';
import { atNumbers, bareNumber, numberedLine } from './numbers.ts';
import {
  type AllAsked,
  asked as askedOf,
  fencedLines,
  isQuotation,
  isWhole,
  type Known,
  linesOf,
  questionLines,
  questionQuotedIn,
  withoutUnreadMarks,
} from './quoted.ts';

/** What a reply is written under, and whether it has words under no question, which have yet to be matched. */
export interface ReadReply {
  readonly answers: { readonly questionId: QuestionId; readonly text: string }[];
  readonly unmatched: boolean;
}

/** Words under questions, or under none. */
interface Part {
  readonly under: readonly QuestionId[];
  readonly lines: string[];
  /** Whether they stand below a question that is quoted: up to the next blank line they answer it. */
  readonly isBelowQuote: boolean;
  /** Whether they stand under a number that no question has. */
  readonly isUnderUnknown: boolean;
}

/**
 * Splits a person's message into the answers that it pins to questions, by their numbers or by quoting them. What
 * follows a number belongs to it until the next pin; what follows a question that is quoted, up to the next blank line.
 * The rest belongs to the question that was answered with this message (`pinnedTo`), or to none; what stands under the
 * number of no question belongs to none. A number in words that are quoted, or in a code block, is what somebody else
 * wrote and pins nothing. `beforehand`: its author had not seen the questions, so that a number in it says nothing. That
 * somebody does not know is no answer.
 */
export function readReply(
  text: string,
  known: Known,
  beforehand = false,
  pinnedTo: QuestionId | null = null,
): ReadReply {
  const said = partsOf(text, known, beforehand, pinnedTo).filter((part) => !isNotKnown(part.text));
  const answers = said
    .flatMap(({ under, text: words }) => under.map((questionId) => ({ questionId, text: words })))
    .slice(0, BOUNDS.answersPerReply);
  return { answers, unmatched: said.some(({ under }) => under.length === 0) };
}

/** Without punctuation and in lower case; English only. "None" is an answer, and so are "skip" and "pass" where one of two is asked for. */
const NO_IDEA =
  /^(?:i |im |ive |i have )?(?:no (?:idea|clue)|not sure|do(?: not|nt) know|dunno|idk|skip (?:this|it)|tbd)(?: yet| sorry)?$/;
/** A mark, a dash or a shrug. */
const NOTHING = /^(?:[\p{P}\p{Z}\s]|\u{1f937}\p{Emoji_Modifier}?(?:\u200d[\u2640\u2642])?\ufe0f?)+$/u;

/** Whether people who write these words, and no others, say that they do not know: they answer no question, and it stays open. */
function isNotKnown(text: string): boolean {
  const words = text
    .slice(0, 40)
    .toLowerCase()
    .replaceAll(/['’]/g, '')
    .replaceAll(/[^a-z]+/g, ' ');
  return text.length <= 40 && (NOTHING.test(text) || NO_IDEA.test(words.trim()));
}

/** The numbers in front of words of this text that no question has: `Q9: …`, and `9: …`. */
export function unknownNumbersIn(text: string, known: Known): number[] {
  const lines = linesOf(text);
  const fenced = fencedLines(lines);
  const own = lines.filter((line, index) => !fenced.has(index) && !isQuotation(line));
  const ids = known.map(({ id }) => id);
  const numbers = own
    .flatMap((line) => atNumbers(line, ids))
    .flatMap((piece) => numberedLine(piece)?.numbers ?? bareNumber(piece));
  return [...new Set(numbers)].filter((number) => !known.some(({ id }) => id === `Q${number}`));
}

/**
 * The words of a reply that can answer this question: those that its author wrote under no other. That they do not know
 * is only meant under the question's own number; words under the number of no question, where there are no others. Empty
 * if nothing is left.
 */
export function wordsFor(
  { text, answers }: Pick<Reply, 'text' | 'answers'>,
  id: QuestionId,
  known: Known,
): string {
  const others = answers.filter(({ source, questionId }) => source === undefined && questionId !== id);
  // Which question was answered with the whole reply is not on record, but the words that were taken for it are.
  const isElsewhere = (words: string, under: readonly QuestionId[]) =>
    others.some((other) => under.includes(other.questionId) || other.text === words);
  const free = partsOf(text, known).filter(
    ({ under, text: words }) => under.includes(id) || !(isNotKnown(words) || isElsewhere(words, under)),
  );
  const meant = free.filter(({ isUnderUnknown }) => !isUnderUnknown);
  return (meant.length > 0 ? meant : free).map((part) => part.text).join('\n');
}

function partsOf(text: string, known: Known, beforehand = false, pinnedTo: QuestionId | null = null) {
  const lines = linesOf(withoutUnreadMarks(text));
  const questions = askedOf(known);
  const ids = known.map(({ id }) => id);
  const asked = questionLines(lines, questions);
  const fenced = fencedLines(lines);
  const rest = (): Part => ({ ...underNone(), under: pinnedTo === null ? [] : [pinnedTo] });
  let part = rest();
  const parts = [part];
  for (const [index, line] of lines.entries()) {
    const isAsked = asked.has(index);
    const isWholeLine = beforehand || isAsked || fenced.has(index) || isQuotation(line);
    for (const piece of isWholeLine ? [line] : atNumbers(line, ids)) {
      const pin = fenced.has(index) ? null : pinIn(piece, questions, beforehand);
      if (pin === null && !isAsked && !endsAnswer(part, piece)) part.lines.push(piece);
      // The other lines of the quotation, and blank ones below it, stand between the question and its answer.
      else if (pin !== null || !part.isBelowQuote || part.lines.length > 0) {
        part = pin ?? rest();
        parts.push(part);
      }
    }
  }
  return parts
    .map((each) => ({ ...each, text: each.lines.join('\n').trim() }))
    .filter((each) => each.text !== '');
}

function endsAnswer({ isBelowQuote }: Part, line: string): boolean {
  return isBelowQuote && line.trim() === '';
}

function underNone(): Part {
  return { under: [], lines: [], isBelowQuote: false, isUnderUnknown: false };
}

function pinIn(line: string, known: AllAsked, beforehand: boolean): Part | null {
  const quoted = questionQuotedIn(line, known);
  if (quoted !== undefined) return { ...underNone(), under: [quoted.id], isBelowQuote: true };
  const numbered = beforehand ? null : numberedLine(line);
  if (numbered === null) return null;
  const { numbers, words } = numbered;
  const questions = known.filter(({ id }) => numbers.some((number) => id === `Q${number}`));
  // A number that no question has does not go on with the answer above it.
  if (questions.length === 0) return { ...underNone(), lines: [line], isUnderUnknown: true };
  const isBelowQuote = questions.length === 1 && questions.every((question) => isWhole(words, question));
  const under = questions.map(({ id }) => id);
  return { ...underNone(), under, lines: isBelowQuote ? [] : [words], isBelowQuote };
}
