import type { Answer, Design, Question, Reply } from '../vocabulary/design.ts';
import { namesOf } from './author.ts';
import { isWritten } from './replies.ts';

/** Words that answer a question, and how that is known. */
export interface SaidAnswer {
  readonly replyId: string;
  readonly author: string;
  readonly text: string;
  /** Its author wrote it under the question's number; a turn has read it so; or a person (`by`) has said so. */
  readonly source: 'written' | NonNullable<Answer['source']>;
  readonly by: string;
}

/**
 * Words of people about a question (J10): all that answer it, in the order of their replies; or words that nobody has
 * matched to any question, and that may be its answer; or nothing that answers it.
 */
interface Said {
  readonly kind: 'answered' | 'unmatched' | 'nothing';
  readonly answers: readonly SaidAnswer[];
  /** Names of those who have said that they do not know. */
  readonly leftOpenBy: readonly string[];
}

export function saidAbout({ replies }: Pick<Design, 'replies'>, { id }: Pick<Question, 'id'>): Said {
  const answers = replies.flatMap(({ id: replyId, author, answers: given }) =>
    given
      .filter(({ questionId }) => questionId === id)
      .map(({ text, source = 'written' as const, by = '' }) => ({ replyId, author, text, source, by })),
  );
  const leftOpenBy = namesOf(
    replies.filter(({ leftOpen }) => leftOpen.some(({ questionId }) => questionId === id)),
  );
  if (answers.length > 0) return { kind: 'answered', answers, leftOpenBy };
  const isUnmatched = unmatchedReplies({ replies }).length > 0;
  return { kind: isUnmatched ? 'unmatched' : 'nothing', answers, leftOpenBy };
}

/** Returns `true` if the author of the reply answers the question under its number. */
export function isWrittenTo({ answers }: Reply, id: Question['id']): boolean {
  return answers.some((answer) => answer.questionId === id && isWritten(answer));
}

/** Replies that were made while questions were open, and that nobody has matched to them. */
function unmatchedReplies({ replies }: Pick<Design, 'replies'>): Reply[] {
  return replies.filter(({ unmatched }) => unmatched);
}

/**
 * Replies to the questions that answer none of them: nobody has matched them yet, or they were matched to nothing. What was said
 * in a run before is read beside them.
 */
export function answersNothing({ rounds }: Pick<Design, 'rounds'>): (reply: Reply) => boolean {
  const taken = new Set(rounds.flatMap((round) => round.replies));
  return ({ id, answers, unmatched, leftOpen, since, request }) =>
    answers.length + leftOpen.length === 0 && request === null && (unmatched || taken.has(id) || since < 0);
}
