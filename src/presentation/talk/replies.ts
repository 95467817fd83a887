import { listUnknownNumbers } from '../../core/questions/replies/reply.ts';
import { listWords } from '../../core/vocabulary/text.ts';
import { type Line, line } from '../format/document.ts';
import type { ReplyView } from '../schema/talk.ts';
import type { DesignView } from '../schema/view.ts';
import { drawGiven } from './questions.ts';

/**
 * How a reply was taken: what it answers, what it leaves open, and what becomes of its other words.
 */
export function drawTaken({ questions }: DesignView, reply: ReplyView): Line[] {
  const { id: replyId, unmatched, leftOpen, other } = reply;
  const taken = questions.flatMap(({ id, answers }) =>
    answers
      .filter((answer) => answer.replyId === replyId)
      .map((answer) => line`${id} ✓ ${drawGiven(answer)}`),
  );
  if (leftOpen.length > 0)
    taken.push(line`Left open: ${listWords(leftOpen)}. Others may still answer.`);
  if (other === '') return taken;
  const unknown = listUnknownNumbers({ text: other }, questions);
  if (unknown.length > 0) taken.push(line`There is no question ${listWords(unknown)}.`);
  const kept = sayKept(unmatched);
  if (taken.length > 0) return [...taken, line`Not read as an answer: “${other}”. ${kept}`];
  return [line`${unmatched ? '' : 'It answers no question. '}${kept}`];
}

function sayKept(isUnmatched: boolean): string {
  return isUnmatched
    ? 'It is saved, but not yet matched to a question.'
    : 'It is saved, and the personas will read it in their next turn.';
}

export const LATE_WORDS_HEADING = 'Said after the end, not part of the result';
export const KEPT_LATE =
  'Saved. It changes nothing in this design, which has ended; a new run or a follow-up reads it.';
