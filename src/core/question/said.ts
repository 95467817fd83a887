import type { Answer, Design, Question, Reply } from '../design.ts';
import { isSameAuthor, namesOf } from './author.ts';
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
 * What people have said about a question (J10): words that answer it, of one author those that were written under its
 * number last; or there are words that nobody has matched to any
 * question, and that may be its answer; or nothing that answers it.
 */
export interface Said {
  readonly kind: 'answered' | 'unmatched' | 'nothing';
  readonly answers: readonly SaidAnswer[];
  /** What their authors wrote under the question's number before they wrote something else under it, oldest first. */
  readonly before: readonly SaidAnswer[];
}

export function saidAbout({ replies }: Pick<Design, 'replies'>, { id }: Pick<Question, 'id'>): Said {
  const written = replies.filter((reply) => isWrittenTo(reply, id));
  const isNewest = (reply: Reply) =>
    !written.some((each) => isSameAuthor(each, reply) && each.since > reply.since);
  const newest = new Set(written.filter(isNewest).map((reply) => reply.id));
  const all = replies.flatMap(({ id: replyId, author, answers: given }) =>
    given
      .filter(({ questionId }) => questionId === id)
      .map(({ text, source = 'written' as const, by = '' }) => ({ replyId, author, text, source, by })),
  );
  const stands = ({ source, replyId }: SaidAnswer) => source !== 'written' || newest.has(replyId);
  const answers = all.filter(stands);
  const before = all.filter((answer) => !stands(answer));
  if (answers.length > 0) return { kind: 'answered', answers, before };
  return { kind: unmatchedReplies({ replies }).length > 0 ? 'unmatched' : 'nothing', answers, before };
}

/** The questions under whose numbers its author had written something else, which this reply replaces. */
export function rewrittenIn(reply: Reply, replies: readonly Reply[]): Question['id'][] {
  const earlier = replies.filter((each) => isSameAuthor(each, reply) && each.since < reply.since);
  const written = [...new Set(reply.answers.map(({ questionId }) => questionId))];
  return written.filter((id) => isWrittenTo(reply, id) && earlier.some((each) => isWrittenTo(each, id)));
}

/** Whether its author answers the question under its number. */
export function isWrittenTo({ answers }: Reply, id: Question['id']): boolean {
  return answers.some((answer) => answer.questionId === id && isWritten(answer));
}

/** Replies that were made while questions were open, and that nobody has matched to them. */
export function unmatchedReplies({ replies }: Pick<Design, 'replies'>): Reply[] {
  return replies.filter(({ unmatched }) => unmatched);
}

/**
 * Replies to the questions that answer none of them: nobody has matched them yet, or they were matched to nothing. What was said
 * in a run before is read beside them.
 */
export function answersNothing({ rounds }: Pick<Design, 'rounds'>): (reply: Reply) => boolean {
  const taken = new Set(rounds.flatMap((round) => round.replies));
  return ({ id, answers, unmatched, since }) =>
    answers.length === 0 && (unmatched || taken.has(id) || since < 0);
}

/** Why a question becomes an assumption, as the beginning of a sentence: silence is only claimed where there was silence. */
export function unansweredWords(design: Pick<Design, 'replies'>): string {
  const authors = namesOf(unmatchedReplies(design));
  return authors.length === 0
    ? 'Nobody said anything that answers this'
    : `What ${authors.join(', ')} said could not be matched to a question`;
}
