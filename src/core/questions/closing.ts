import type { Design, Question } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import type { AnsweringEnd } from '../vocabulary/events.ts';
import { cameBy, NOBODY, type Signed } from '../vocabulary/via.ts';
import { isMatchingDue, isMatchingOwed } from './matching.ts';
import { isMatching, openQuestions } from './questions.ts';
import { saidAbout } from './said.ts';

/**
 * Ends the waiting once everything is answered under the questions' numbers and a turn has looked at it: words there may say
 * that their author does not know. Where no turn could, nobody waits for that longer than until it was tried once more. Words that
 * were only read as an answer can be corrected for another minute.
 */
export function closeWhenAnswered(draft: Draft, author: Signed): void {
  const { answering, replies } = draft.design;
  const isRead = replies.some(({ answers }) => answers.some(({ source }) => source === 'read'));
  if (answering === null || isRead || isMatching(draft.design) || isMatchingDue(draft)) return;
  const open = openQuestions(draft.design);
  if (open.length === 0) closeAnswering(draft, 'all_answered', author);
  else if (open.every(({ id }) => hasUnreadAnswer(draft.design, id)))
    endAnswering(draft, 'all_answered', author);
}

function hasUnreadAnswer({ replies }: Pick<Design, 'replies'>, id: Question['id']): boolean {
  return replies.some(({ unread, answers }) => unread && answers.some(({ questionId }) => questionId === id));
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

/**
 * Closes the answering. In place of each question without an answer its assumption stands, never a cancellation: because nobody
 * has said anything, because somebody does not know, or because nobody has read what may answer it (J10).
 */
export function closeAnswering(draft: Draft, reason: AnsweringEnd, { by, via }: Signed): void {
  const { design } = draft;
  const open = openQuestions(design).map(({ id }) => id);
  const notRead = open.filter((id) => isNotRead(design, id));
  const leftOpen = open.filter(
    (id) => !notRead.includes(id) && saidAbout(design, { id }).leftOpenBy.length > 0,
  );
  const assumed = open.filter((id) => ![...notRead, ...leftOpen].includes(id));
  draft.record({ type: 'answering_closed', reason, by, ...cameBy(via), assumed, leftOpen, notRead });
}

/** Words that no turn could read stand under its number, or under none. */
function isNotRead({ replies }: Design, id: Question['id']): boolean {
  return hasUnreadAnswer({ replies }, id) || replies.some(({ unread, unmatched }) => unread && unmatched);
}
