/**
 * Questions to people, and their replies: which are open, who said what, and which version of an
 * answer holds. Here: what events about them change; the other files of the folder decide these
 * events.
 */

import type { Design, GivenAnswer, Question, Reply } from '../../vocabulary/design.ts';
import type { Carried, EventOf } from '../../vocabulary/events.ts';
import { findById } from '../../vocabulary/ids.ts';
import { isSameAuthor } from './author.ts';
import {
  answeredIdsOf,
  isAssumed,
  isBetween,
  isOpen,
  listAnswers,
  listDifferingOn,
} from './questions.ts';
import { baseOf, isVersionOf } from './versions.ts';

/**
 * Numbers the questions when their round is over, by the drawn order of their askers, not by speed.
 */
export function numberQuestions(
  design: Design,
  { roundId }: EventOf<'round_closed'>,
): Partial<Design> {
  const isOfQuestions = findById(design.rounds, roundId)?.kind === 'questions';
  if (!isOfQuestions || design.unnumbered.length === 0) return {};
  const place = ({ participant }: Pick<Question, 'participant'>) =>
    design.drawnOrder.indexOf(participant);
  const asked = design.unnumbered
    .toSorted((one, other) => place(one) - place(other))
    .map(
      (question, index): Question => ({
        ...question,
        id: `Q${design.questions.length + index + 1}`,
        status: 'open',
      }),
    );
  return { questions: [...design.questions, ...asked], unnumbered: [] };
}

/**
 * Keeps people's words as of the beginning of proposals. Later words are shown where they were
 * said.
 */
export function keepSaidBefore(
  { saidBefore: known, version: since, questions, replies }: Design,
  { step }: EventOf<'status_changed'>,
): Pick<Design, 'saidBefore'> {
  if (known !== null || step !== 'proposing') return { saidBefore: known };
  return { saidBefore: { since, questions, replies } };
}

export function addReply(
  design: Design,
  { type: _, at, after: __, ...stored }: EventOf<'reply_recorded'>,
): Partial<Design> {
  const replies = giveWay(design, stored);
  const place = replies.findIndex(({ id }) => id === stored.id);
  const number = replies[place]?.number ?? design.lastReplyNumber + 1;
  const now =
    stored.text === '' ? [] : [{ ...replySince(design.version, { ...stored, number }), at }];
  return {
    ...applyAnswers(design, place < 0 ? [...replies, ...now] : replies.toSpliced(place, 1, ...now)),
    lastReplyNumber: Math.max(number, design.lastReplyNumber),
  };
}

type Recorded = Omit<EventOf<'reply_recorded'>, 'type' | 'at'>;

/**
 * The replies, without answers that give way to this reply on a question on which people differ.
 */
function giveWay(design: Design, said: Recorded): readonly Reply[] {
  const [answer] = said.answers;
  if (said.takes !== undefined && answer !== undefined)
    return takeAnswer(design, said, answer.questionId);
  // An edit after its reply was read is a reply of its own.
  const base = baseOf(said.id);
  const isEdited = ({ id }: Reply) =>
    id.startsWith(base) && id !== said.id && isVersionOf(id, base);
  if (!design.replies.some(isEdited)) return design.replies;
  return design.replies.map((reply) =>
    isEdited(reply)
      ? giveUp(reply, ({ questionId }) => isBetween(design, questionId, reply))
      : reply,
  );
}

/**
 * One of those who differ gives up their own answer; if anybody else says whose holds, all others
 * lose.
 */
function takeAnswer(design: Design, said: Recorded, id: Question['id']): readonly Reply[] {
  const between = listDifferingOn(design, id);
  const isOwn = (reply: Reply) => isSameAuthor(reply, said);
  const taken = findById(between, said.takes);
  const givesWay = between.some(isOwn) && taken !== undefined && !isOwn(taken);
  const losing = between.filter((reply) => (givesWay ? isOwn(reply) : reply !== taken));
  return design.replies.map((reply) =>
    losing.some((each) => isSameAuthor(each, reply) || each.id === reply.takes)
      ? giveUp(reply, ({ questionId }) => questionId === id)
      : reply,
  );
}

function giveUp(reply: Reply, isGivenUp: (answer: GivenAnswer) => boolean): Reply {
  const givenUp = reply.answers.filter(isGivenUp);
  if (givenUp.length === 0) return reply;
  const answers = reply.answers.filter((answer) => !givenUp.includes(answer));
  return { ...reply, answers, givenUp: [...reply.givenUp, ...givenUp] };
}

/** A stored reply, with its place in the order of events. */
export function replySince(
  since: number,
  stored: Carried['replies'][number] & Pick<Reply, 'number'>,
): Reply {
  const { unread = false, givenUp = [] } = stored;
  return { ...stored, unread, givenUp, leftOpen: [], request: null, bearing: null, since };
}

/**
 * Applies a turn's reading. Numbered words that leave their question open are no longer its answer;
 * the reply keeps them.
 */
export function applyMatches(
  design: Design,
  {
    replies,
    matches,
    leftOpen = [],
    requests = [],
    differ = [],
    bearing = [],
    at,
  }: EventOf<'answers_matched'>,
): Partial<Design> {
  const read = new Set(replies);
  // A reply with words that were not found stays unread, and what was found in it holds.
  const named = new Set([
    ...replies,
    ...[...matches, ...leftOpen, ...requests].map(({ replyId }) => replyId),
  ]);
  const matched = design.replies.map((reply): Reply => {
    if (!named.has(reply.id)) return reply;
    const isOfReply = ({ replyId }: { readonly replyId: string }) => replyId === reply.id;
    const open = leftOpen.filter(isOfReply).map(({ questionId, quote, spans }) => {
      const answer = reply.answers.find((each) => each.questionId === questionId);
      return { questionId, text: answer?.text ?? quote, spans: answer?.spans ?? spans };
    });
    const isOpen = (answer: GivenAnswer) =>
      open.some(({ questionId }) => questionId === answer.questionId);
    const answers = matches.filter(isOfReply).map(({ questionId, quote, spans }): GivenAnswer => {
      return { questionId, text: quote, source: 'read', spans };
    });
    const isAgain = ({ questionId }: GivenAnswer) =>
      answers.some((each) => each.questionId === questionId);
    const kept = reply.answers.filter(
      (answer) => !(isWritten(answer) ? isOpen(answer) : isAgain(answer)),
    );
    const request = requests.find(isOfReply) ?? null;
    const bears = bearing.find(isOfReply) ?? null;
    return {
      ...reply,
      ...(read.has(reply.id) ? { unmatched: false, unread: false } : {}),
      leftOpen: open,
      request: request === null ? null : omitReply(request),
      bearing: bears === null ? null : { ...omitReply(bears), since: design.version },
      answers: [...kept, ...answers],
    };
  });
  const held = matched
    .map((reply) => giveUpReplaced(reply, matched))
    .map((reply, _, all) => giveUpContradicted(reply, all, differ));
  // Of one person the latest words hold, and equal words are no difference.
  const ofTwo = differ
    .map((each) => ({ ...each, since: design.version }))
    .filter(
      (row) => listDifferingOn({ differing: [row], replies: held }, row.questionId).length > 0,
    );
  const differing = [...design.differing, ...ofTwo];
  return {
    ...applyAnswers({ ...design, differing }, held),
    differing,
    answering: design.answering && { ...design.answering, matchedAt: at },
  };
}

/**
 * Gives up a reply's answers that a later reply of the same author contradicts: the later words
 * hold.
 */
function giveUpContradicted(
  reply: Reply,
  replies: readonly Reply[],
  differ: NonNullable<EventOf<'answers_matched'>['differ']>,
): Reply {
  const later = replies.filter((each) => each.since > reply.since && isSameAuthor(each, reply));
  const isContradicted = ({ questionId: id }: GivenAnswer) =>
    differ.some(
      ({ questionId, replyIds }) =>
        questionId === id &&
        replyIds.includes(reply.id) &&
        later.some((each) => replyIds.includes(each.id) && isAnswering(each, id)),
    );
  return giveUp(reply, isContradicted);
}

function isAnswering(reply: Reply, id: Question['id']): boolean {
  return listAnswers(reply).some(({ questionId }) => questionId === id);
}

/**
 * Gives up a reply's answers that its author replaced later, by a new numbered answer or by not
 * knowing.
 */
function giveUpReplaced(reply: Reply, replies: readonly Reply[]): Reply {
  const later = replies.filter(
    (each) => each.since > reply.since && !each.unread && isSameAuthor(each, reply),
  );
  const isReplaced = ({ questionId }: GivenAnswer) =>
    later.some(({ answers, leftOpen }) =>
      [...answers.filter(isWritten), ...leftOpen].some((each) => each.questionId === questionId),
    );
  return giveUp(reply, isReplaced);
}

/** The questions once the wait for answers is over. */
export function closeQuestions(
  { questions }: Pick<Design, 'questions'>,
  { assumed, leftOpen, notRead }: EventOf<'answering_closed'>,
): Question[] {
  const statusOf = ({ id, status }: Question): Question['status'] => {
    if (assumed.includes(id)) return 'assumed';
    if (leftOpen.includes(id)) return 'left_open';
    return notRead.includes(id) ? 'not_read' : status;
  };
  return questions.map((question) => ({ ...question, status: statusOf(question) }));
}

function omitReply<Named extends { readonly replyId: string }>({ replyId: _, ...rest }: Named) {
  return rest;
}

/** `true` if its author wrote the answer under the question's number. */
export function isWritten({ source }: GivenAnswer): boolean {
  return source === undefined;
}

/**
 * A question counts as answered while a reply answers it and no two people differ. An assumed
 * question stays assumed if somebody answers it late, because others have worked with the
 * assumption.
 */
function applyAnswers(
  design: Design,
  replies: readonly Reply[],
): Pick<Design, 'replies' | 'questions'> {
  const answered = answeredIdsOf(replies);
  const isOver = design.answering === null && design.answeringEnded === null;
  const statusOf = ({ id, status }: Question): Question['status'] => {
    if (listDifferingOn({ ...design, replies }, id).length > 0) return 'differing';
    if (answered.has(id)) return isOpen({ status }) ? 'answered' : status;
    if (isOver) return status === 'differing' ? 'left_open' : status;
    return isAssumed({ status }) ? status : 'open';
  };
  return {
    replies,
    questions: design.questions.map((question) => ({ ...question, status: statusOf(question) })),
  };
}
