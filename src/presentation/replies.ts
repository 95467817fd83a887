import type { SaidAnswer } from '../core/questions/said.ts';
import type { QuestionId } from '../core/vocabulary/ids.ts';
import { listed } from '../core/vocabulary/text.ts';
import { type Line, line, untrusted, WHOLE } from './format/document.ts';
import { answeredHow, shownAnswer } from './questions.ts';
import type { ReplyView } from './schema/talk.ts';

export function takenLines(
  {
    questions,
  }: {
    readonly questions: readonly { readonly id: QuestionId; readonly answers: readonly SaidAnswer[] }[];
  },
  { id: replyId, unmatched, leftOpen, other }: Pick<ReplyView, 'id' | 'unmatched' | 'leftOpen' | 'other'>,
): Line[] {
  const answers = questions.flatMap(({ id, answers: all }) =>
    all
      .filter((answer) => answer.replyId === replyId)
      .map(
        (answer) =>
          line`${id} ✓ ${answeredHow(answer)} ${untrusted(answer.author, WHOLE)}: “${untrusted(shownAnswer(answer.quote, WHOLE), WHOLE)}”`,
      ),
  );
  if (leftOpen.length > 0) answers.push(line`Left open: ${listed(leftOpen)}. Others may still answer.`);
  if (answers.length > 0) return [...answers, ...notTakenLines({ unmatched, other })];
  return other === '' ? [] : [line`${unmatched ? '' : 'It answers no question. '}${keptWords(unmatched)}`];
}

function notTakenLines({ unmatched, other }: Pick<ReplyView, 'unmatched' | 'other'>): Line[] {
  if (other === '') return [];
  return [line`Not read as an answer: “${untrusted(other, WHOLE)}”. ${keptWords(unmatched)}`];
}

function keptWords(isUnmatched: boolean): string {
  return isUnmatched
    ? 'It is saved, but not yet matched to a question.'
    : 'It is saved, and the personas will read it in their next turn.';
}

export const LATE_WORDS_HEADING = 'Said after the end, not part of the result';
export const KEPT_LATE =
  'This design has ended. Your words are saved. They don’t change its result; a new run or a follow-up will read them.';
