import type { Answer, Design, Question, Reply } from '../../vocabulary/design.ts';
import type { Carried, EventOf } from '../../vocabulary/events.ts';
import { findById } from '../../vocabulary/ids.ts';
import { isSameAuthor, namesOf } from './author.ts';
import { answeredIdsOf, answersIn, isAssumed, isOpen, listDifferingOn } from './questions.ts';

/** Changes to a design by events about questions and replies. Other files of this folder decide these events. */

/** Numbers the questions when their round is over, by the drawn order of their askers, not by speed. */
export function numberQuestions(design: Design, { roundId }: EventOf<'round_closed'>): Partial<Design> {
  const isOfQuestions = findById(design.rounds, roundId)?.kind === 'questions';
  if (!isOfQuestions || design.unnumbered.length === 0) return {};
  const place = ({ participant }: Pick<Question, 'participant'>) => design.drawnOrder.indexOf(participant);
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
 * Keeps people's words as of the beginning of proposals. Later words are shown where they were said.
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
  { type: _, at: __, after: ___, ...stored }: EventOf<'reply_recorded'>,
): Partial<Design> {
  const at = design.replies.findIndex(({ id }) => id === stored.id);
  const number = design.replies[at]?.number ?? design.lastReplyNumber + 1;
  const now = stored.text === '' ? [] : [replySince(design.version, { ...stored, number })];
  return {
    ...applyAnswers(design, at < 0 ? [...design.replies, ...now] : design.replies.toSpliced(at, 1, ...now)),
    lastReplyNumber: Math.max(number, design.lastReplyNumber),
  };
}

/** A stored reply, with its place in the order of events. */
export function replySince(since: number, stored: Carried['replies'][number] & Pick<Reply, 'number'>): Reply {
  return { ...stored, unread: stored.unread === true, leftOpen: [], request: null, bearing: null, since };
}

/**
 * Applies a turn's reading. Numbered words that leave their question open are no longer its answer; the reply keeps
 * them.
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
    const isOpen = (answer: Answer) => open.some(({ questionId }) => questionId === answer.questionId);
    const answers = matches.filter(isOfReply).map(({ questionId, quote, spans }): Answer => {
      return { questionId, text: quote, source: 'read', spans };
    });
    const isAgain = ({ questionId }: Answer) => answers.some((each) => each.questionId === questionId);
    const kept = reply.answers.filter((answer) => !(isWritten(answer) ? isOpen(answer) : isAgain(answer)));
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
  const ofTwo = differ.filter(
    ({ replyIds }) => namesOf(design.replies.filter(({ id }) => replyIds.includes(id))).length > 1,
  );
  const differing = [...design.differing, ...ofTwo.map((each) => ({ ...each, since: design.version }))];
  const held = matched
    .map((reply) => removeReplaced(reply, matched))
    .map((reply, _, all) => removeContradicted(reply, all, differ));
  return {
    ...applyAnswers({ ...design, differing }, held),
    differing,
    answering: design.answering && { ...design.answering, matchedAt: at },
  };
}

/** Removes a reply's answers that a later reply of the same author contradicts: the later words hold. */
function removeContradicted(
  reply: Reply,
  replies: readonly Reply[],
  differ: NonNullable<EventOf<'answers_matched'>['differ']>,
): Reply {
  const later = replies.filter((each) => each.since > reply.since && isSameAuthor(each, reply));
  const isContradicted = ({ questionId: id }: Answer) =>
    differ.some(
      ({ questionId, replyIds }) =>
        questionId === id &&
        replyIds.includes(reply.id) &&
        later.some((each) => replyIds.includes(each.id) && isAnswering(each, id)),
    );
  const answers = reply.answers.filter((answer) => !isContradicted(answer));
  return answers.length === reply.answers.length ? reply : { ...reply, answers };
}

function isAnswering(reply: Reply, id: Question['id']): boolean {
  return answersIn(reply).some(({ questionId }) => questionId === id);
}

/** Removes a reply's answers that its author replaced later, by a new numbered answer or by not knowing. */
function removeReplaced(reply: Reply, replies: readonly Reply[]): Reply {
  const later = replies.filter(
    (each) => each.since > reply.since && !each.unread && isSameAuthor(each, reply),
  );
  const isReplaced = ({ questionId }: Answer) =>
    later.some(({ answers, leftOpen }) =>
      [...answers.filter(isWritten), ...leftOpen].some((each) => each.questionId === questionId),
    );
  const answers = reply.answers.filter((answer) => !isReplaced(answer));
  return answers.length === reply.answers.length ? reply : { ...reply, answers };
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
export function isWritten({ source }: Answer): boolean {
  return source === undefined;
}

/**
 * A question counts as answered while a reply answers it and no two people differ. An assumed question stays assumed if
 * somebody answers it late, because others have worked with the assumption.
 */
function applyAnswers(design: Design, replies: readonly Reply[]): Pick<Design, 'replies' | 'questions'> {
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
