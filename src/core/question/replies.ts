import type { Answer, Design, Question, Reply } from '../vocabulary/design.ts';
import type { EventOf } from '../vocabulary/events.ts';
import { answeredIn } from './questions.ts';
import { wordsFor } from './reply.ts';

/** How events about questions and replies change a design. What they may be is decided beside this file. */

/** Questions get their numbers when their round is over, by the drawn order of those who ask and not by speed (J10). */
export function numbered(design: Design, { roundId }: EventOf<'round_closed'>): Partial<Design> {
  const isOfQuestions = design.rounds.find(({ id }) => id === roundId)?.kind === 'questions';
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

/** What is known when proposals are begun; what people say or correct later stands where they said it. */
export function saidBefore(
  { saidBefore: known, version: since, questions, replies }: Design,
  { step }: EventOf<'status_changed'>,
): Pick<Design, 'saidBefore'> {
  return { saidBefore: known === null && step === 'proposing' ? { since, questions, replies } : known };
}

export function withReplies(
  design: Design,
  event: EventOf<'reply_recorded' | 'reply_revised' | 'reply_withdrawn'>,
): Partial<Design> {
  return withAnswers(design, changed(design, event));
}

function changed(
  design: Design,
  event: EventOf<'reply_recorded' | 'reply_revised' | 'reply_withdrawn'>,
): readonly Reply[] {
  switch (event.type) {
    case 'reply_withdrawn':
      return design.replies.filter(({ id }) => id !== event.id);
    case 'reply_recorded':
      return [...design.replies.filter(({ id }) => id !== event.id), replyIn(design, event)];
    case 'reply_revised':
      return design.replies.map((reply) =>
        // New words are read anew: what a person has said of the old ones was about those.
        reply.id === event.id ? replyIn(design, event) : reply,
      );
  }
}

function replyIn(
  { version: since }: Design,
  { type: _, at: __, ...reply }: EventOf<'reply_recorded' | 'reply_revised'>,
): Reply {
  return { ...reply, since };
}

export function withMatches(
  design: Design,
  { replies, matches, at }: EventOf<'answers_matched'>,
): Partial<Design> {
  const read = new Set(replies);
  const matched = design.replies.map((reply) => {
    if (!read.has(reply.id)) return reply;
    const answers = matches
      .filter(({ replyId }) => replyId === reply.id)
      .map(({ questionId, quote }): Answer => ({ questionId, text: quote, source: 'read' }));
    return { ...reply, unmatched: false, answers: [...reply.answers, ...answers] };
  });
  return {
    ...withAnswers(design, matched),
    answering: design.answering && { ...design.answering, matchedAt: at },
  };
}

/** What was read for this question gives way to what a person says; what was written under its number stays. */
export function withCorrection(
  design: Design,
  correction: Omit<EventOf<'reply_match_corrected'>, 'type' | 'at'>,
): Pick<Design, 'replies' | 'questions' | 'corrections'> {
  const { questionId, replyId, by, ofReply } = correction;
  const replies = design.replies.map((reply) => {
    if (ofReply !== undefined && reply.id !== ofReply) return reply;
    const isWrittenUnderIt = reply.answers.some((each) => each.questionId === questionId && isWritten(each));
    const answers = reply.answers.filter((each) => each.questionId !== questionId || isWritten(each));
    if (reply.id !== replyId || isWrittenUnderIt) return { ...reply, answers };
    return { ...reply, answers: [...answers, answerSaidBy(by, reply, questionId, design)] };
  });
  const after = withAnswers(design, replies, questionId);
  const isNews = onRecord(after, questionId) !== onRecord(design, questionId);
  const corrections = [...design.corrections, { ...correction, since: design.version, isNews }];
  return { ...after, corrections };
}

/** The same of each question that a reply was taken for, and of the one that it answers. */
export function withReading(
  design: Design,
  { questionId, replyId, by }: EventOf<'reading_corrected'>,
): Partial<Design> {
  const read = design.replies.find(({ id }) => id === replyId)?.answers.filter((each) => !isWritten(each));
  const touched = new Set([
    ...(read ?? []).map((each) => each.questionId),
    ...(questionId === null ? [] : [questionId]),
  ]);
  let after: Pick<Design, 'replies' | 'questions' | 'corrections'> = design;
  for (const id of touched) {
    const said = id === questionId ? replyId : null;
    after = withCorrection({ ...design, ...after }, { questionId: id, replyId: said, by, ofReply: replyId });
  }
  const replies = after.replies.map((reply) =>
    reply.id === replyId ? { ...reply, unmatched: false, readBy: by } : reply,
  );
  return { ...after, replies };
}

/** The words of a reply that a person says answer this question: those that were taken for it, else all that can. */
function answerSaidBy(by: string, reply: Reply, questionId: Question['id'], { questions }: Design): Answer {
  const known = reply.answers.find((answer) => answer.questionId === questionId)?.text;
  const text = known ?? (wordsFor(reply, questionId, questions) || reply.text);
  return { questionId, text, source: 'corrected', by };
}

/** Whether a question counts as answered, and the words that answer it. */
function onRecord({ questions, replies }: Pick<Design, 'questions' | 'replies'>, id: Question['id']): string {
  const words = replies.flatMap(({ id: replyId, answers }) =>
    answers.filter(({ questionId }) => questionId === id).map(({ text }) => [replyId, text]),
  );
  return JSON.stringify([questions.find((question) => question.id === id)?.status, words]);
}

/** Whether its author wrote it under the number of the question. */
export function isWritten({ source }: Answer): boolean {
  return source === undefined;
}

/**
 * A question counts as answered while a reply answers it. One that was assumed stays so when somebody answers it late:
 * others have worked with the assumption; unless a person says (`corrected`) which earlier words answer it.
 */
function withAnswers(
  design: Design,
  replies: readonly Reply[],
  corrected: Question['id'] | null = null,
): Pick<Design, 'replies' | 'questions'> {
  const answered = answeredIn(replies);
  const isOver = design.answering === null && design.answeringEnded === null;
  const statusOf = ({ id, status }: Question): Question['status'] => {
    if (answered.has(id)) return status === 'open' || corrected === id ? 'answered' : status;
    if (status !== 'answered' || (isOver && corrected !== id)) return status;
    return isOver ? 'assumed' : 'open';
  };
  return {
    replies,
    questions: design.questions.map((question) => ({ ...question, status: statusOf(question) })),
  };
}
