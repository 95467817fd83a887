import type { Reply } from '../design.ts';
import { BOUNDS } from '../events.ts';
import type { QuestionId } from '../ids.ts';
import { sentences } from '../text.ts';
import { atNumbers, numberedLine } from './numbers.ts';
import {
  asked,
  behindQuestion,
  isQuotation,
  type Known,
  linesOf,
  questionIn,
  withoutUnreadMarks,
} from './quoted.ts';

/** What a reply is written under, and whether it has words under no question, which have yet to be matched. */
export interface ReadReply {
  readonly answers: { readonly questionId: QuestionId; readonly text: string }[];
  readonly unmatched: boolean;
}

/** Words under a question, or under none. */
interface Part {
  readonly under: QuestionId | null;
  readonly lines: string[];
  /** Characters of the number in front of its words. */
  readonly from: number;
  /** Whether they stand below a question that is quoted: up to the next blank line they answer it. */
  readonly isBelowQuote: boolean;
}

/**
 * Splits a person's message into the answers that it pins to questions, by their numbers or by quoting them. What
 * follows a number belongs to it until the next pin; what follows a question that is quoted, up to the next blank line.
 * The rest belongs to the question that was answered with this message (`pinnedTo`), or to none; what stands under the
 * number of no question, or under several, belongs to none. A number in a quotation is what somebody else wrote and pins
 * nothing. A question that is copied in front of its answer is no part of it.
 * `beforehand`: its author had not seen the questions, so that a number in it says nothing. That somebody does not know is
 * no answer.
 */
export function readReply(
  text: string,
  known: Known,
  beforehand = false,
  pinnedTo: QuestionId | null = null,
): ReadReply {
  const said = partsOf(text, known, beforehand, pinnedTo).filter((part) => !isNotKnown(part.text));
  const answers = said
    .flatMap(({ under, text: words }) => (under === null ? [] : [{ questionId: under, text: words }]))
    .slice(0, BOUNDS.answersPerReply);
  return { answers, unmatched: said.some(({ under }) => under === null) };
}

/** Without punctuation and in lower case; English only. "None" is an answer, and so are "skip" and "pass" where one of two is asked for. */
const NO_IDEA =
  /^(?:i |im |ive |i have )?(?:no (?:idea|clue)|not sure|do(?: not|nt) know|dunno|idk|skip (?:this|it)|tbd)(?: yet| sorry)?$/;
/** A mark, a dash or a shrug. */
const NOTHING = /^(?:[\p{P}\p{Z}\s]|\u{1f937}\p{Emoji_Modifier}?(?:\u200d[\u2640\u2642])?\ufe0f?)+$/u;

/** Whether people who write these words, and no others, say that they do not know: they answer no question, and it stays open. */
export function isNotKnown(text: string): boolean {
  const words = text
    .slice(0, 40)
    .toLowerCase()
    .replaceAll(/['’]/g, '')
    .replaceAll(/[^a-z]+/g, ' ');
  return text.length <= 40 && (NOTHING.test(text) || NO_IDEA.test(words.trim()));
}

/**
 * The words of a reply that can answer this question: those that its author wrote under no other. That they do not know
 * is only meant under the question's own number. Empty if nothing is left.
 */
export function wordsFor(
  { text, answers }: Pick<Reply, 'text' | 'answers'>,
  id: QuestionId,
  known: Known,
): string {
  const others = answers.filter(({ source, questionId }) => source === undefined && questionId !== id);
  return partsOf(text, known)
    .filter(({ under, text: words }) => {
      // Which question was answered with the whole reply is not on record, but the words that were taken for it are.
      const isElsewhere = others.some((other) => other.questionId === under || other.text === words);
      return under === id || !(isNotKnown(words) || isElsewhere);
    })
    .map((part) => part.text)
    .join('\n');
}

/** What a reply says beside its answers: its sentences, but for those that are an answer as they stand. */
export function otherWords({ text, answers }: Pick<Reply, 'text' | 'answers'>, known: Known): string {
  if (answers.length === 0) return text;
  const left = partsOf(text, known)
    .filter((part) => !answers.some((answer) => answer.text === part.text))
    .map(({ lines }) => lines.join('\n'));
  return [...sentences.segment(left.join('\n\n'))]
    .map(({ segment }) => segment)
    .filter((said) => !answers.some((answer) => answer.text.includes(said.trim())))
    .join('')
    .trim();
}

function partsOf(text: string, known: Known, beforehand = false, pinnedTo: QuestionId | null = null) {
  const questions = asked(known);
  const ids = known.map(({ id }) => id);
  const rest = (): Part => ({ under: pinnedTo, lines: [], from: 0, isBelowQuote: false });
  let part = rest();
  const parts = [part];
  const begin = (next: Part) => {
    part = next;
    parts.push(next);
  };
  for (const line of linesOf(withoutUnreadMarks(text))) {
    const isQuoted = isQuotation(line);
    const question = isQuoted ? questionIn(line, questions) : undefined;
    const isBlank = line.trim() === '';
    if (question !== undefined) begin({ ...rest(), under: question.id, isBelowQuote: true });
    // The other lines of the quotation, and blank ones below it, stand between the question and its answer.
    else if (part.isBelowQuote && part.lines.length === 0 && (isQuoted || isBlank)) continue;
    else if (part.isBelowQuote && isBlank) begin(rest());
    else if (isQuoted || beforehand) part.lines.push(line);
    else
      for (const piece of atNumbers(line, ids)) {
        const pin = numberedLine(piece);
        if (pin === null) part.lines.push(piece);
        else begin({ ...rest(), ...under(pin, piece, known) });
      }
  }
  return parts
    .map((each) => {
      const words = each.lines.join('\n').slice(each.from).trim();
      const question = questions.find(({ id }) => id === each.under);
      return { ...each, text: question === undefined ? words : behindQuestion(words, question) };
    })
    .filter((each) => each.text !== '');
}

/** A number that no question has, or several, are words like others, and do not go on with the answer above them. */
function under({ id, words }: NonNullable<ReturnType<typeof numberedLine>>, piece: string, known: Known) {
  const isAsked = known.some((question) => question.id === id);
  return { under: isAsked ? id : null, lines: [piece], from: isAsked ? piece.length - words.length : 0 };
}
