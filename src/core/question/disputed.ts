import type { Design, Question, Reply } from '../vocabulary/design.ts';
import { isSameAuthor } from './author.ts';

/** A question to which people give answers that cannot all be true (J13). */
export interface Dispute {
  readonly question: Question;
  /** Replies whose answers contradict each other, in the order in which they were made. */
  readonly replies: readonly Reply[];
  /** The design's version when it was found. */
  readonly since: number;
}

type Disputing = Pick<Design, 'questions' | 'replies' | 'corrections' | 'disputes' | 'rounds'>;
type Found = Design['disputes'][number];

/**
 * Returns the questions whose answers contradict each other and that nobody has settled since. Words that were changed, taken back
 * or replaced by their author dissolve a dispute; a turn that reads the new ones may find another. Words that come too late to be read
 * dissolve none: with them anybody who differs could end it by saying the same again.
 */
export function disputesIn(design: Disputing): Dispute[] {
  const open = openDisputes(design);
  return design.questions.flatMap((question) => {
    const found = open.filter(({ questionId }) => questionId === question.id);
    const [first] = found;
    if (first === undefined) return [];
    const named = new Set(found.flatMap(({ replies }) => replies));
    return [{ question, replies: design.replies.filter(({ id }) => named.has(id)), since: first.since }];
  });
}

export function isDisputed(design: Disputing, id: Question['id']): boolean {
  return openDisputes(design).some(({ questionId }) => questionId === id);
}

/** The same as turns have recorded them. */
export function openDisputes({ replies, corrections, disputes, rounds }: Disputing): Found[] {
  const isEverRead = ({ id, since, unread }: Reply) =>
    unread || rounds.some((round) => round.since > since && round.replies.includes(id));
  return disputes.filter(({ questionId, replies: named, since }) => {
    const isAnswer = ({ answers }: Reply) => answers.some((answer) => answer.questionId === questionId);
    const isOfAuthor = (reply: Reply) =>
      replies.some((each) => named.includes(each.id) && isSameAuthor(each, reply));
    const isReplaced = replies.some(
      (reply) =>
        reply.since > since &&
        isEverRead(reply) &&
        reply.answers.some((answer) => answer.questionId === questionId && answer.source === undefined) &&
        isOfAuthor(reply),
    );
    const stand = replies.filter(
      (reply) => named.includes(reply.id) && reply.since < since && isAnswer(reply),
    );
    const isSettled = corrections.some(
      (each) => each.questionId === questionId && each.settles && each.since > since,
    );
    return stand.length === named.length && !isReplaced && !isSettled;
  });
}
