/** Folds questions, replies and what answers what. */

import type { EventOf } from './events.ts';
import type { Design, Question } from './state.ts';

type AnswerEvent = EventOf<
  'questions_asked' | 'answering_opened' | 'reply_recorded' | 'answers_matched' | 'answering_closed'
>;

export function evolveAnswers(design: Design, event: AnswerEvent): Design {
  switch (event.type) {
    case 'questions_asked': {
      const { questions } = design;
      const asked = event.questions.map(
        (each, index): Question => ({
          ...each,
          id: `Q${questions.length + index + 1}`,
          participant: event.participant,
          status: 'open',
          isUnknown: false,
          answers: [],
        }),
      );
      return { ...design, questions: [...questions, ...asked] };
    }
    case 'answering_opened':
      return { ...design, answering: { openedAt: event.at, deadlineAt: event.deadlineAt } };
    case 'reply_recorded':
      return recordReply(design, event);
    case 'answers_matched':
      return matchAnswers(design, event);
    case 'answering_closed':
      return { ...design, answering: null, answeringClosed: event };
  }
}

/** One that edits another while questions are open takes its place, under the same number. */
function recordReply(design: Design, { reply, replaces, at }: EventOf<'reply_recorded'>): Design {
  const messageId = replaces === '' ? reply.id : replaces;
  const recorded = { ...reply, at, messageId };
  const replies =
    reply.number > design.replies.length
      ? [...design.replies, recorded]
      : design.replies.with(reply.number - 1, recorded);
  const questions =
    design.answeringClosed === null
      ? design.questions.map((each) => {
          const others = each.answers.filter((number) => number !== reply.number);
          return answered(each, each.id === reply.questionId ? [...others, reply.number] : others);
        })
      : design.questions;
  return { ...design, replies, questions, crashesInRow: 0 };
}

/** Whoever writes `Q2:` has answered it; two who differ are told so by the matching alone. */
function answered(question: Question, answers: readonly number[]): Question {
  if (answers.length === 0) return { ...question, answers, status: 'open' };
  return {
    ...question,
    answers,
    isUnknown: false,
    status: question.status === 'differing' && answers.length > 1 ? 'differing' : 'answered',
  };
}

/** The newest matching judges all replies that it has read; later ones by `Q2:` stay. */
function matchAnswers(design: Design, event: EventOf<'answers_matched'>): Design {
  const readUpTo = design.rounds.find(({ id }) => id === event.roundId)?.repliesUpTo ?? 0;
  const questions = design.questions.map((question): Question => {
    const match = event.questions.find((each) => each.question === question.id);
    if (match === undefined) return question;
    const matched = match.replies.map((name) => Number(name.slice(1)));
    const later = question.answers.filter((number) => number > readUpTo);
    const answers = [...new Set([...matched, ...later])];
    if (answers.length === 0)
      return { ...question, answers, status: 'open', isUnknown: match.unknown };
    return {
      ...question,
      answers,
      status: match.differ ? 'differing' : 'answered',
      isUnknown: false,
    };
  });
  return { ...design, questions };
}
