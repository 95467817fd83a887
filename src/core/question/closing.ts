import type { Design } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import type { AnsweringEnd } from '../vocabulary/events.ts';
import { cameBy, NOBODY, type Signed } from '../vocabulary/via.ts';
import { isMatchingDue, isMatchingOwed } from './matching.ts';
import { isMatching, openQuestions, unansweredQuestions } from './questions.ts';

/**
 * Ends the waiting once everything is answered under the questions' numbers and a turn has looked at it: words there may say
 * that their author does not know. Words that were only read as an answer can be corrected for another minute.
 */
export function closeWhenAnswered(draft: Draft, author: Signed): void {
  const { answering, replies } = draft.design;
  const isRead = replies.some(({ answers }) => answers.some(({ source }) => source === 'read'));
  if (answering === null || isRead || openQuestions(draft.design).length > 0) return;
  if (!isMatching(draft.design) && !isMatchingDue(draft)) closeAnswering(draft, 'all_answered', author);
}

/** The time for answers is over; if everything was answered before that, it ends for that reason. */
export function answeringTimedOut(draft: Draft): void {
  if (isMatching(draft.design) || openQuestions(draft.design).length > 0)
    endAnswering(draft, 'deadline', NOBODY);
  else endAnswering(draft, 'all_answered', lastAnswererOf(draft.design));
}

/** Returns the author of the newest reply that answers something; nobody if there is none. */
export function lastAnswererOf({ replies }: Design): Signed {
  const last = replies.findLast(({ answers }) => answers.length > 0);
  return last === undefined ? NOBODY : { by: last.author, via: last.via };
}

/** Nobody is waited for any more. Words that nobody has matched so far are matched first, before silence is assumed. */
export function endAnswering(draft: Draft, reason: AnsweringEnd, author: Signed): void {
  if (isMatching(draft.design) || isMatchingOwed(draft)) {
    draft.record({ type: 'answering_ended', reason, by: author.by, ...cameBy(author.via) });
  } else {
    closeAnswering(draft, reason, author);
  }
}

/** Closes the answering. Each question without an answer becomes a stated assumption, never a cancellation; a disputed one stays so. */
export function closeAnswering(draft: Draft, reason: AnsweringEnd, { by, via }: Signed): void {
  const assumed = unansweredQuestions(draft.design).map((question) => question.id);
  draft.record({ type: 'answering_closed', reason, by, ...cameBy(via), assumed });
}
