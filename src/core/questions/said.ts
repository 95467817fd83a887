import type { Answer, Design, Question, Reply } from '../vocabulary/design.ts';
import { namesOf } from './author.ts';
import { answersIn } from './questions.ts';
import { isWritten } from './replies.ts';

/** Words that answer a question, and how that is known. */
export interface SaidAnswer {
  readonly replyId: string;
  readonly author: string;
  readonly quote: string;
  /** Its author wrote it under the question's number; a turn has read it so; or a person (`by`) has said so. */
  readonly source: 'written' | NonNullable<Answer['source']>;
  readonly by: string;
}

/** Words of people about a question: all that answer it, in the order of their replies; and who has said that they do not know. */
interface Said {
  readonly answers: readonly SaidAnswer[];
  readonly leftOpenBy: readonly string[];
}

export function saidAbout({ replies }: Pick<Design, 'replies'>, { id }: Pick<Question, 'id'>): Said {
  const answers = replies.flatMap((reply) =>
    answersIn(reply)
      .filter(({ questionId }) => questionId === id)
      .map(({ text: quote, source = 'written' as const, by = '' }) => {
        return { replyId: reply.id, author: reply.author, quote, source, by };
      }),
  );
  const leftOpenBy = namesOf(
    replies.filter(({ leftOpen }) => leftOpen.some(({ questionId }) => questionId === id)),
  );
  return { answers, leftOpenBy };
}

/** Returns `true` if the author of the reply answers the question under its number. */
export function isWrittenTo({ answers }: Reply, id: Question['id']): boolean {
  return answers.some((answer) => answer.questionId === id && isWritten(answer));
}

/** The version after which words bear on a text and no longer on questions. A run that begins with a text has words of the run before. */
export function proposalsBegun({
  saidBefore,
  composites,
}: Pick<Design, 'saidBefore' | 'composites'>): number {
  const without = composites.length > 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return saidBefore?.since ?? without;
}

/**
 * Words that no turn has read and that matter: said since proposals were begun; before that, under a question's number, or while
 * a question is *not read* for want of a reading (J10). A question that was answered from the record is none of them (J14).
 */
export function unreadWords(
  design: Pick<Design, 'replies' | 'questions' | 'saidBefore' | 'composites' | 'followUps'>,
): Reply[] {
  const { replies, questions } = design;
  const begun = proposalsBegun(design);
  const isNotRead = questions.some(({ status }) => status === 'not_read');
  return replies.filter(
    (reply) =>
      reply.unread &&
      !isAskedIn(design, reply) &&
      (reply.since > begun || isNotRead || reply.answers.length > 0),
  );
}

/** Tells if this reply was a question about the record, which was answered before the end. */
export function isAskedIn({ followUps }: Pick<Design, 'followUps'>, { id }: Pick<Reply, 'id'>): boolean {
  return followUps.some((each) => each.type === 'record_asked' && each.since !== null && each.replyId === id);
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
