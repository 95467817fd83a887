import type { Reply } from '../vocabulary/design.ts';
import { BOUNDS } from '../vocabulary/events.ts';
import type { QuestionId } from '../vocabulary/ids.ts';
import { sentences } from '../vocabulary/text.ts';
import { atNumbers, namesOneOf, numberedLine } from './numbers.ts';
import {
  asked,
  behindQuestion,
  isQuotation,
  type Known,
  linesOf,
  questionsIn,
  withoutUnreadMarks,
} from './quoted.ts';

/** What a reply is written under, and whether it has words under no question, which have yet to be matched. */
export interface ReadReply {
  readonly answers: { readonly questionId: QuestionId; readonly text: string }[];
  readonly unmatched: boolean;
}

/** Lines under a question, or under none. */
interface Part {
  readonly under: QuestionId | null;
  readonly lines: string[];
  /** Characters of the number in front of its words. */
  readonly from: number;
  /** Whether they stand behind a number, or below a quotation. */
  readonly isPinned: boolean;
}

/** Words under a question, or under none. */
interface Words extends Pick<Part, 'under' | 'isPinned'> {
  readonly text: string;
  /** With the number in front of them. */
  readonly whole: string;
  /** The question with whose answer they go on behind a blank line, if they do. */
  readonly below: QuestionId | null;
  /** With that answer, where they go on with it, or with what goes on below them. */
  readonly joined: string;
}

/**
 * Splits a person's message into the answers that it pins to questions, by their numbers or by quoting them. What follows
 * a number, or a question that is quoted, answers it up to the next pin or blank line. What comes then goes on with it where
 * the message leaves no other question open. The rest belongs to the question that was answered with this message
 * (`pinnedTo`), or to none. A pin is certain, or it is none: what stands under the number of no question, below several that
 * are quoted, or names another that is open belongs to none, and is matched. A number in a quotation is what somebody else
 * wrote and pins nothing. A question that is copied in front of its answer is no part of it.
 * `beforehand`: its author had not seen the questions, so that a number in it says nothing, and goes on with other things.
 * That somebody does not know is no answer.
 */
export function readReply(
  text: string,
  known: Known,
  beforehand = false,
  pinnedTo: QuestionId | null = null,
): ReadReply {
  const parts = partsOf(text, known, beforehand, pinnedTo);
  const pinned = new Set(parts.map(({ under }) => under));
  const open = known.filter(({ id, status = 'open' }) => status === 'open' && !pinned.has(id));
  const ids = open.map(({ id }) => id);
  const answered = ({ text: words, under, below, isPinned }: Words) => {
    const own = linesOf(words).filter((line) => !isQuotation(line));
    if (isPinned && own.some((line) => namesOneOf(line, ids))) return null;
    return under ?? (beforehand || ids.length > 0 ? null : below);
  };
  const answers: ReadReply['answers'] = [];
  let unmatched = false;
  for (const part of parts) {
    if (isNotKnown(part.text)) continue;
    const questionId = answered(part);
    const above = answers.at(-1);
    const isGoingOn = above !== undefined && part.joined === `${above.text}\n\n${part.text}`;
    if (questionId !== null && questionId === part.below && isGoingOn)
      answers.splice(-1, 1, { questionId, text: part.joined });
    else if (questionId === null || answers.length === BOUNDS.answersPerReply) unmatched = true;
    else answers.push({ questionId, text: part.text });
  }
  return { answers, unmatched };
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
    .filter(({ under, text: words, joined }) => {
      // Which question was answered with the whole reply is not on record, but the words that were taken for it are.
      const isElsewhere = others.some(
        (other) => other.questionId === under || [words, joined].includes(other.text),
      );
      return under === id || !(isNotKnown(words) || isElsewhere);
    })
    .map((part) => part.text)
    .join('\n');
}

/** What a reply says beside its answers: its sentences, but for those that are an answer as they stand. */
export function otherWords({ text, answers }: Pick<Reply, 'text' | 'answers'>, known: Known): string {
  if (answers.length === 0) return text;
  const left = partsOf(text, known)
    .filter((part) => !answers.some((answer) => [part.text, part.joined].includes(answer.text)))
    .map(({ whole }) => whole);
  return [...sentences.segment(left.join('\n\n'))]
    .map(({ segment }) => segment)
    .filter((said) => !answers.some((answer) => answer.text.includes(said.trim())))
    .join('')
    .trim();
}

function partsOf(text: string, known: Known, beforehand = false, pinnedTo: QuestionId | null = null) {
  const questions = asked(known);
  const ids = known.map(({ id }) => id);
  const rest = (): Part => ({ under: pinnedTo, lines: [], from: 0, isPinned: false });
  let part = rest();
  const parts = [part];
  const begin = (next: Part) => {
    part = next;
    parts.push(next);
  };
  let quoted = new Set<QuestionId>();
  for (const line of linesOf(withoutUnreadMarks(text))) {
    const isQuoted = isQuotation(line);
    const found = isQuoted ? questionsIn(line, questions).map(({ id }) => id) : [];
    if (isQuoted) quoted = quoted.union(new Set(found));
    // A blank line does not part questions that are quoted above one answer.
    else if (part.lines.length > 0 || line.trim() !== '') quoted = new Set();
    const [only = null] = quoted.size === 1 ? quoted : [];
    if (found.length > 0) begin({ ...rest(), under: only, isPinned: true });
    // The other lines of the quotation, and blank ones below it, stand between the question and its answer.
    else if (part.isPinned && part.lines.length === 0 && (isQuoted || line.trim() === '')) continue;
    else if (isQuoted || beforehand) part.lines.push(line);
    else
      for (const piece of atNumbers(line, ids)) {
        const next = numbered(piece, ids);
        if (next === null) part.lines.push(piece);
        else begin({ ...rest(), ...next });
      }
  }
  return parts.flatMap((each) => paragraphs(each, questions, pinnedTo)).filter((each) => each.text !== '');
}

/** What begins with a number that no question has, or without a sign behind it, does not go on with the answer above it. */
function numbered(piece: string, ids: readonly QuestionId[]): Partial<Part> | null {
  const number = numberedLine(piece);
  if (number === null) return null;
  const { id, words, isPin } = number;
  const isAsked = ids.includes(id);
  if (!isPin) return isAsked ? { lines: [piece] } : null;
  const from = isAsked ? piece.length - words.length : 0;
  return { under: isAsked ? id : null, lines: [piece], from, isPinned: true };
}

/** What is pinned ends at a blank line; what comes then stands below it. */
function paragraphs(
  { under, lines, from, isPinned }: Part,
  questions: ReturnType<typeof asked>,
  pinnedTo: QuestionId | null,
): Words[] {
  const all = lines.join('\n').trimEnd();
  const words = all.slice(from).trim();
  const question = isPinned ? questions.find(({ id }) => id === under) : undefined;
  if (question === undefined)
    return [{ under, below: null, isPinned, text: words, joined: words, whole: all }];
  const answer = behindQuestion(words, question);
  const after = /\n\s*\n([\s\S]*)/.exec(answer)?.[1] ?? '';
  const [text = '', whole = ''] = [answer, all].map((each) =>
    each.slice(0, each.length - after.length).trim(),
  );
  const joined = `${text}\n\n${after}`;
  return [
    { under, below: null, isPinned, text, joined, whole },
    { under: pinnedTo, below: under, isPinned: false, text: after, joined, whole: after },
  ];
}
