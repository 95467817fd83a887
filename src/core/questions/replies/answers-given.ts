import { keepDefined } from '#foundation/keep-defined.ts';
import type { Design, GivenAnswer, Question, Reply } from '../../vocabulary/design.ts';
import { rememberFor } from '../../vocabulary/remember.ts';
import { rowsOf } from '../quoting/rows.ts';
import { isQuestion } from '../quoting/sentences.ts';
import { isCodeAlone, type ShownText } from '../quoting/shown.ts';
import { authorNamesOf } from './author.ts';
import { findTaken, listAnswers } from './questions.ts';
import { isWritten } from './replies.ts';
import { removeRequest } from './requests.ts';

/** Words that answer a question, and who says so. */
export interface SaidAnswer {
  readonly replyId: string;
  readonly author: string;
  readonly quote: string;
  /** The author wrote it under the question's number, or a turn read it as an answer. */
  readonly source: 'written' | NonNullable<GivenAnswer['source']>;
  /** All of its words stand in code. */
  readonly isCode?: true | undefined;
}

/**
 * A question's answers, in the order of their replies, and the people who said that they do not
 * know.
 */
interface Said {
  readonly answers: readonly SaidAnswer[];
  readonly leftOpenBy: readonly string[];
}

/** The replies that say something about each question, in their order. */
const aboutIn = rememberFor((replies: readonly Reply[]) => {
  const about = new Map<Question['id'], Reply[]>();
  for (const reply of replies) {
    const ids = new Set([...reply.answers, ...reply.leftOpen].map(({ questionId }) => questionId));
    for (const id of ids) about.getOrInsertComputed(id, () => []).push(reply);
  }
  return about;
});

/** Replies with something about the question, in their order. */
export function listRepliesAbout(
  { replies }: Pick<Design, 'replies'>,
  id: Question['id'],
): readonly Reply[] {
  return aboutIn(replies).get(id) ?? [];
}

export function findSaidAbout(
  { replies }: Pick<Design, 'replies'>,
  { id }: Pick<Question, 'id'>,
): Said {
  const about = listRepliesAbout({ replies }, id);
  const own = about.filter((reply) => findTaken({ replies }, reply) === null);
  const answers = own.flatMap((reply) =>
    listAnswers(reply)
      .filter(({ questionId }) => questionId === id)
      .map(({ text: quote, source = 'written' as const, spans }) => {
        const isCode = isCodeAlone(reply, spans) || undefined;
        return {
          replyId: reply.id,
          author: reply.author,
          quote,
          source,
          ...keepDefined({ isCode }),
        };
      }),
  );
  const leftOpenBy = authorNamesOf(
    about.filter(({ leftOpen }) => leftOpen.some(({ questionId }) => questionId === id)),
  );
  return { answers, leftOpenBy };
}

/** Returns `true` if the author of the reply answers the question under its number. */
export function isWrittenTo({ answers }: Reply, id: Question['id']): boolean {
  return answers.some((answer) => answer.questionId === id && isWritten(answer));
}

/**
 * The version after which replies are about a text instead of questions. A run that begins with a
 * text carries replies over.
 */
export function proposingVersionOf({
  saidBefore,
  composites,
}: Pick<Design, 'saidBefore' | 'composites'>): number {
  const without = composites.length > 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return saidBefore?.since ?? without;
}

/**
 * Unread replies that matter: those since proposals began, and earlier ones under a question's
 * number or while a question is *not read*. Leaves out questions that were answered from the
 * record.
 */
export function listUnreadReplies(
  design: Pick<Design, 'replies' | 'questions' | 'saidBefore' | 'composites' | 'followUps'>,
): Reply[] {
  const { replies, questions } = design;
  const begun = proposingVersionOf(design);
  const isNotRead = questions.some(({ status }) => status === 'not_read');
  return replies.filter(
    (reply) =>
      reply.unread &&
      !isAskedIn(design, reply) &&
      (reply.since > begun || isNotRead || reply.answers.length > 0),
  );
}

/**
 * `true` if this reply was a question about the record, answered before the end, and says nothing
 * besides.
 */
export function isAskedIn({ followUps }: Pick<Design, 'followUps'>, reply: Reply): boolean {
  const isAnswered = followUps.some(
    (each) => each.type === 'record_asked' && each.since !== null && each.replyId === reply.id,
  );
  return isAnswered && !isMoreThanAsked(reply);
}

/** A turn reads what it asks; until then, questions are what ends like one. */
function isMoreThanAsked(reply: Reply): boolean {
  return reply.unread ? isMoreThanQuestions(reply) : removeRequest(reply) !== '';
}

/** `true` if a sentence of it does not end like a question. */
export function isMoreThanQuestions(said: ShownText): boolean {
  return rowsOf(said).some(({ from, to }) => !isQuestion(said.text.slice(from, to)));
}

/**
 * Replies that answer no question: not matched yet, or matched to nothing. Includes replies of an
 * earlier run.
 */
export function answersNothing({ rounds }: Pick<Design, 'rounds'>): (reply: Reply) => boolean {
  const taken = new Set(rounds.flatMap((round) => round.replies));
  return ({ id, answers, unmatched, leftOpen, since, request }) =>
    answers.length + leftOpen.length === 0 &&
    request === null &&
    (unmatched || taken.has(id) || since < 0);
}
