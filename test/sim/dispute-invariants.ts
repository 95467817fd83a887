import type { Design, Reply } from '../../src/core/vocabulary/design.ts';
import type { EventOf } from '../../src/core/vocabulary/events.ts';
import { Violation } from './step.ts';

type Dispute = Design['disputes'][number];

/**
 * J13: contradictions that stand: each of their replies answers the question as it did, none of their authors has written under its
 * number since in time to be read, and the starter has not said which holds.
 */
export function openDisputes({ disputes, replies, corrections, rounds }: Design): Dispute[] {
  return disputes.filter(({ questionId, replies: ids, since }) => {
    const named = replies.filter(({ id }) => ids.includes(id));
    const answers = ({ answers: all }: Reply, source?: 'written') =>
      all.some(
        (each) => each.questionId === questionId && (source === undefined || each.source === undefined),
      );
    const stands = named.length === ids.length && named.every((each) => each.since < since && answers(each));
    const isReplaced = replies.some(
      (each) =>
        each.since > since &&
        (each.unread ||
          rounds.some((round) => round.replies.includes(each.id) && round.since > each.since)) &&
        answers(each, 'written') &&
        named.some(({ author }) => author === each.author),
    );
    const isSettled = corrections.some(
      (each) => each.questionId === questionId && each.settles === true && each.since > since,
    );
    return stands && !isReplaced && !isSettled;
  });
}

/** J13: people differ on it, or somebody has said which answer holds: the others leave that to the starter. */
export function isForStarter(design: Design, question: string): boolean {
  const isSettled = design.corrections.some((each) => each.settles === true && each.questionId === question);
  return isSettled || openDisputes(design).some(({ questionId }) => questionId === question);
}

/** J13: two people at least differ, and nobody takes what they differ on for an assumption. */
export function checkDisputes(design: Design): void {
  for (const { questionId, replies } of openDisputes(design)) {
    const authors = design.replies.filter(({ id }) => replies.includes(id)).map(({ author }) => author);
    if (new Set(authors).size < 2)
      throw new Violation('J13', `${authors.join(', ')} differs on ${questionId}`);
    const status = design.questions.find(({ id }) => id === questionId)?.status;
    if (status !== 'answered') throw new Violation('J13', `${questionId} is disputed and ${status}`);
  }
}

/** J13: once the starter has said which answer holds, the others stand in their replies alone. */
export function checkSettled({ corrections, replies }: Design): void {
  const settling = corrections.filter(({ settles }) => settles === true);
  for (const { questionId, replyId, since } of settling) {
    const isLast = settling.every((each) => each.questionId !== questionId || each.since <= since);
    const other = replies.find(
      (each) =>
        isLast &&
        each.id !== replyId &&
        each.since < since &&
        each.answers.some((answer) => answer.questionId === questionId),
    );
    if (other !== undefined)
      throw new Violation(
        'J13',
        `${other.id} answers ${questionId}, of which the starter has said what holds`,
      );
  }
}

/** J13: nobody but the starter says which of two people is right. */
export function checkSettledBy(
  design: Design,
  { by, settles, questionId }: EventOf<'reply_match_corrected'>,
): void {
  if (settles === true && by !== design.startedBy)
    throw new Violation('J13', `${by} says who is right about ${questionId}`);
}

/** J10: words that leave a question open answer it no more. */
export function checkLeftOpen({ replies }: Design): void {
  for (const { id, answers, leftOpen } of replies) {
    const both = leftOpen.find(({ questionId }) => answers.some((each) => each.questionId === questionId));
    if (both !== undefined)
      throw new Violation('replies', `${id} answers ${both.questionId}, which its author leaves open`);
  }
}
