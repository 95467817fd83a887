import type { ShownText } from '../../core/questions/quoting/shown.ts';
import { openQuestions } from '../../core/questions/replies/questions.ts';
import { listNumbers, listUnknownNumbers } from '../../core/questions/replies/reply.ts';
import type { Question } from '../../core/vocabulary/design.ts';
import { listWords } from '../../core/vocabulary/text.ts';
import { makeStorable } from '../../foundation/cut-text.ts';
import { type Line, line } from '../format/document.ts';
import { convertToPlain } from '../format/plain-document.ts';
import type { ReplyView } from '../schema/talk.ts';
import type { DesignView } from '../schema/view.ts';
import { drawGiven } from './questions.ts';

/**
 * How a reply was taken: what it answers, what it leaves open, and what becomes of its other words.
 */
export function drawTaken({ questions, gate }: DesignView, reply: ReplyView): Line[] {
  const { id: replyId, unmatched, leftOpen, other } = reply;
  const taken = questions.flatMap(({ id, answers }) =>
    answers
      .filter((answer) => answer.replyId === replyId)
      .map((answer) => line`${id} ✓ ${drawGiven(answer)}`),
  );
  if (leftOpen.length > 0)
    taken.push(line`Left open: ${listWords(leftOpen)}. Others may still answer.`);
  if (other === '') return taken;
  const unknown = sayUnknownNumbers({ text: other }, questions);
  if (unknown !== '') taken.push(line`${unknown}`);
  const kept = gate === null ? sayKept(unmatched) : 'It is saved.';
  if (taken.length > 0) return [...taken, line`Not read as an answer: “${other}”. ${kept}`];
  return [line`${unmatched ? '' : 'It answers no question. '}${kept}`];
}

/**
 * Names the numbers of a reply that no question has, and the open questions that it does not name;
 * empty for none, and before the first question.
 */
export function sayUnknownNumbers(
  said: ShownText,
  questions: readonly Pick<Question, 'id' | 'status'>[],
): string {
  const unknown = questions.length === 0 ? [] : listUnknownNumbers(said, questions);
  if (unknown.length === 0) return '';
  const numbers = listNumbers(said);
  const open = openQuestions({ questions }).flatMap(({ id }) => (numbers.includes(id) ? [] : [id]));
  const others = open.length === 0 ? '' : ` Open: ${listWords(open)}.`;
  return `There is no question ${listWords(unknown)} here.${others}`;
}

function sayKept(isUnmatched: boolean): string {
  return isUnmatched
    ? 'It is saved, but not yet matched to a question.'
    : 'It is saved, and the personas will read it in their next turn.';
}

export const NEEDS_WORDS =
  'An answer needs words, so this was not recorded: nobody can quote an emoji or a mark.';
export const LATE_WORDS_HEADING = 'Said after the end, not part of the result';
export const KEPT_LATE =
  'Saved. It changes nothing in this design, which has ended; a new run or a follow-up reads it.';

/** How words that somebody has just sent were taken, for agents. */
export function sayTaken(view: DesignView, words: string): string[] {
  if (view.endedAt !== null) return [KEPT_LATE];
  const sent = makeStorable(words).trim();
  const reply = view.replies.findLast(({ text }) => text === sent);
  return reply === undefined || reply.other === ''
    ? ['Recorded.']
    : drawTaken(view, reply).map(convertToPlain);
}
