import type { Design } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import type { AnsweringEnd } from '../vocabulary/events.ts';
import { isMatchingDue, isMatchingOwed } from './matching.ts';
import { isMatching, openQuestions } from './questions.ts';

/**
 * Ends the waiting once everything is answered under the questions' numbers and a turn has looked at it: words there may say
 * that their author does not know. Words that were only read as an answer can be corrected for another minute.
 */
export function closeWhenAnswered(draft: Draft, author: string): void {
  const { answering, replies } = draft.design;
  const isRead = replies.some(({ answers }) => answers.some(({ source }) => source === 'read'));
  if (answering === null || isRead || openQuestions(draft.design).length > 0) return;
  if (!isMatching(draft.design) && !isMatchingDue(draft)) closeAnswering(draft, 'all_answered', author);
}

/** The time for answers is over; if everything was answered before that, it ends for that reason. */
export function answeringTimedOut(draft: Draft): void {
  if (isMatching(draft.design) || openQuestions(draft.design).length > 0) endAnswering(draft, 'deadline', '');
  else endAnswering(draft, 'all_answered', lastAnswererOf(draft.design));
}

/** Returns the author of the newest reply that answers something; empty if there is none. */
export function lastAnswererOf({ replies }: Design): string {
  return replies.findLast(({ answers }) => answers.length > 0)?.author ?? '';
}

/** Nobody is waited for any more. Words that nobody has matched so far are matched first, before silence is assumed. */
export function endAnswering(draft: Draft, reason: AnsweringEnd, by: string): void {
  if (isMatching(draft.design) || isMatchingOwed(draft)) {
    draft.record({ type: 'answering_ended', reason, by });
  } else {
    closeAnswering(draft, reason, by);
  }
}

/** Closes the answering. Each open question becomes a stated assumption, never a cancellation. */
export function closeAnswering(draft: Draft, reason: AnsweringEnd, by: string): void {
  const assumed = openQuestions(draft.design).map((question) => question.id);
  draft.record({ type: 'answering_closed', reason, by, assumed });
}
