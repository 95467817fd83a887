import type { Design, Question, Reply } from '../vocabulary/design.ts';
import { isSameAuthor } from './author.ts';
import { isWrittenTo } from './said.ts';

/** What people have said themselves of their words, and no turn reads otherwise (J8). */

/** Its author, who has since written under the question's number, or a person who said which words answer it, outranks the model (J8). */
export function isSettledByPerson(
  { replies, corrections }: Design,
  questionId: Question['id'],
  reply: Pick<Reply, 'since' | 'author' | 'authorId'>,
): boolean {
  const { since } = reply;
  const isWrittenSince = replies.some(
    (each) => each.since > since && isSameAuthor(each, reply) && isWrittenTo(each, questionId),
  );
  return (
    isWrittenSince ||
    corrections.some((correction) => correction.questionId === questionId && correction.since > since)
  );
}

/** A person has said since that this reply answers the question: it does not leave it open. */
export function isConfirmedByPerson(
  { corrections }: Design,
  questionId: Question['id'],
  { id, since }: Pick<Reply, 'id' | 'since'>,
): boolean {
  return corrections.some(
    (each) => each.questionId === questionId && each.replyId === id && each.since > since,
  );
}
