import { keepDefined } from '#foundation/keep-defined.ts';
import { addLateWords } from '../../questions/replies/late-messages.ts';
import { addReply, applyMatches, closeQuestions } from '../../questions/replies/replies.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { DesignEvent, EventOf } from '../../vocabulary/events.ts';
import { isReleased } from '../../vocabulary/participants.ts';
import { isSeenAtOnce, openGate } from '../../vocabulary/status.ts';
import { addContribution, type Folds, putInState } from './folds.ts';

/** The frame, its questions and what people say. */
export const QUESTION_FOLDS = {
  question_framed: (design, event) => ({
    ...foldFrame(design, event),
    ...addContribution(design, event),
  }),
  questions_asked: (design, event) => {
    const { participant } = event;
    const asked = event.questions.map((question) => ({ ...question, participant }));
    return { unnumbered: [...design.unnumbered, ...asked], ...addContribution(design, event) };
  },
  answering_opened: (design, event) => ({
    answering: {
      openedAt: event.at,
      deadlineAt: event.deadlineAt,
      isSeen: isSeenAtOnce(design),
      matchedAt: null,
    },
    askedSince: design.version,
  }),
  reply_recorded: (design, event) =>
    event.after === 'end' ? addLateWords(design, event) : addReply(design, event),
  answers_matched: (design, event) => ({
    ...applyMatches(design, event),
    ...addContribution(design, event),
  }),
  answering_closed: (design, event) => {
    const since = design.answeringEnded?.since ?? design.version;
    const closed = {
      reason: event.reason,
      by: event.by,
      ...keepDefined({ via: event.via }),
      at: event.at,
      since,
    };
    return {
      ...endWait(design, event),
      ...(event.isMatching
        ? { answeringEnded: closed }
        : {
            answeringEnded: null,
            answeringClosed: closed,
            questions: closeQuestions(design, event),
          }),
    };
  },
} satisfies Partial<Folds>;

/** Releases the personas that were not picked, with their sessions; the dead stay dead. */
function foldFrame(design: Design, event: EventOf<'question_framed'>): Partial<Design> {
  const { type: _, at: __, participant: ___, roundId: ____, turnId: _____, ...frame } = event;
  const participants = design.participants.map((each) =>
    isReleased({ frame }, each.id) ? putInState('released')(each) : each,
  );
  return {
    frame,
    participants,
    drawnOrder: design.drawnOrder.filter((id) => !isReleased({ frame }, id)),
  };
}

/** Ends the wait for people, and adds it to the time that does not count as the design's own. */
function endWait(design: Design, { at }: DesignEvent) {
  // While a gate is open, the time since its opening is added when it closes.
  const until = openGate(design)?.openedAt ?? at;
  const waitedMs = until - (design.answering?.openedAt ?? until);
  return { answering: null, waitedForPeopleMs: design.waitedForPeopleMs + waitedMs };
}
