import type { Answer, Design, Question, Reply } from '../vocabulary/design.ts';
import { listed } from '../vocabulary/text.ts';
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
 * What people have said about a question (J10): all words that answer it, in the order of their replies; or there are words
 * that nobody has matched to any question, and that may be its answer; or nothing that answers it.
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

/** Whether its author answers the question under its number. */
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
  return ({ id, answers, unmatched, leftOpen, since }) =>
    answers.length + leftOpen.length === 0 && (unmatched || taken.has(id) || since < 0);
}

/** Why a question becomes an assumption, as the beginning of a sentence: silence is only claimed where there was silence. */
export function unansweredWords(design: Pick<Design, 'replies'>, question: Pick<Question, 'id'>): string {
  const { leftOpenBy } = saidAbout(design, question);
  const authors = namesOf(unmatchedReplies(design));
  if (authors.length > 0) return `What ${authors.join(', ')} said could not be matched to a question`;
  return leftOpenBy.length > 0
    ? `${listed(leftOpenBy)} left this open, and nobody else answered it`
    : 'Nobody said anything that answers this';
}
