import type { Question, Reply } from '../vocabulary/design.ts';
import { BOUNDS } from '../vocabulary/events.ts';
import type { QuestionId } from '../vocabulary/ids.ts';
import { sentences } from '../vocabulary/text.ts';
import { type Line, linesOf } from './quoted.ts';

/** Answers that a reply pins to questions. `unmatched`: it has words under no question as well. */
export interface ReadReply {
  readonly answers: { readonly questionId: QuestionId; readonly text: string }[];
  readonly unmatched: boolean;
}

/** Lines from a number up to the next; those before the first number stand under none. */
interface Part {
  readonly number: QuestionId | null;
  readonly lines: Line[];
}

/**
 * Puts the words of a reply under the questions whose numbers its lines begin with. Words before the first number belong to the
 * question that was answered with the reply (`pinnedTo`), or to none. The number of no question ends the answer above it.
 * Quotations and fenced code answer nothing where the author has words of their own. All else is for the turn that matches.
 */
export function readReply(
  text: string,
  asked: readonly Pick<Question, 'id'>[],
  pinnedTo: QuestionId | null = null,
): ReadReply {
  const parts = partsOf(text).filter((part) => wordsOf(part) !== '');
  const hasOwnWords = parts.some(isOwn);
  const answers: ReadReply['answers'] = [];
  let unmatched = false;
  for (const part of parts) {
    const named = asked.find(({ id }) => id === part.number)?.id ?? null;
    const questionId = part.number === null ? pinnedTo : named;
    const isAnswer = isOwn(part) || !hasOwnWords;
    if (questionId === null || !isAnswer || answers.length === BOUNDS.answersPerReply) unmatched = true;
    else answers.push({ questionId, text: wordsOf(part) });
  }
  return { answers, unmatched };
}

/** Sentences of a reply that answer no question. */
export function otherWords({ text, answers }: Pick<Reply, 'text' | 'answers'>): string {
  if (answers.length === 0) return text;
  const left = partsOf(text)
    .filter((part) => !answers.some((answer) => answer.text === wordsOf(part)))
    .map(({ lines }) => lines.map((line) => line.text).join('\n'));
  return [...sentences.segment(left.join('\n'))]
    .map(({ segment }) => segment)
    .filter((said) => !answers.some((answer) => answer.text.includes(said.trim())))
    .join('')
    .trim();
}

function partsOf(text: string): Part[] {
  const parts: Part[] = [{ number: null, lines: [] }];
  for (const line of linesOf(text)) {
    if (line.number === null) parts.at(-1)?.lines.push(line);
    else parts.push({ number: line.number, lines: [line] });
  }
  return parts;
}

function wordsOf({ lines }: Part): string {
  return lines
    .map(({ words }) => words)
    .join('\n')
    .trim();
}

function isOwn({ lines }: Part): boolean {
  return lines.some((line) => line.isOwn && line.words.trim() !== '');
}
