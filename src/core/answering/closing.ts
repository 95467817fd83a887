import { findSaidAbout } from '../questions/replies/answers-given.ts';
import { asSigned } from '../questions/replies/author.ts';
import { isMatching, openQuestions } from '../questions/replies/questions.ts';
import type { Design, Question } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import type { AnsweringEnd } from '../vocabulary/event-parts.ts';
import { NOBODY, type Signed, signatureOf } from '../vocabulary/via.ts';
import { isMatchingDue, isMatchingOwed } from './matching.ts';

/**
 * Closes the answering once every question has a numbered answer and a turn has checked these,
 * since one may say “I don't know”. If no turn could, it is tried only once more. Answers matched
 * by a turn leave another minute to correct them.
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
  return replies.some(
    ({ unread, answers }) => unread && answers.some(({ questionId }) => questionId === id),
  );
}

/**
 * Ends the time for answers. If every question was answered before, that is recorded as the reason.
 */
export function endAnsweringAtDeadline(draft: Draft): void {
  if (isMatching(draft.design) || openQuestions(draft.design).length > 0)
    endAnswering(draft, 'deadline', NOBODY);
  else endAnswering(draft, 'all_answered', lastAnswererOf(draft.design));
}

/** The author of the newest reply with an answer, or `NOBODY`. */
export function lastAnswererOf({ replies }: Design): Signed {
  const last = replies.findLast(({ answers }) => answers.length > 0);
  return last === undefined ? NOBODY : asSigned(last);
}

/** Ends the wait. Unmatched replies are matched before open questions are assumed. */
export function endAnswering(draft: Draft, reason: AnsweringEnd, author: Signed): void {
  if (isMatching(draft.design) || isMatchingOwed(draft)) {
    draft.record({
      type: 'answering_closed',
      reason,
      ...signatureOf(author),
      isMatching: true,
      assumed: [],
      leftOpen: [],
      notRead: [],
    });
  } else {
    closeAnswering(draft, reason, author);
  }
}

/**
 * Closes the answering. Each open question gets its assumption and a status: nobody answered,
 * people do not know, or the answer was never read. Nothing is assumed over two people who differ.
 */
export function closeAnswering(draft: Draft, reason: AnsweringEnd, author: Signed): void {
  const { design } = draft;
  const open = openQuestions(design).flatMap(({ id, status }) =>
    status === 'differing' ? [] : [id],
  );
  const notRead = open.filter((id) => isNotRead(design, id));
  const leftOpen = open.filter(
    (id) => !notRead.includes(id) && findSaidAbout(design, { id }).leftOpenBy.length > 0,
  );
  const assumed = open.filter((id) => ![...notRead, ...leftOpen].includes(id));
  draft.record({
    type: 'answering_closed',
    reason,
    ...signatureOf(author),
    assumed,
    leftOpen,
    notRead,
  });
}

/** `true` if an unread reply has its number, or no number. */
function isNotRead({ replies }: Design, id: Question['id']): boolean {
  return (
    hasUnreadAnswer({ replies }, id) || replies.some(({ unread, unmatched }) => unread && unmatched)
  );
}
