import type { Design, Question } from '../design.ts';
import { personas } from '../participants.ts';
import { namesOf } from '../question/author.ts';
import { isMatching } from '../question/matching.ts';
import { answeringUntil } from '../question/questions.ts';
import { answersNothing, saidAbout } from '../question/said.ts';
import { answeringControls, correctingControls } from './controls.ts';
import { lastChangeAt } from './waiting.ts';

/** The question ledger: everything that was asked, by whom, and its answers. */
export type Ledger = ReturnType<typeof ledgerOf>;
export type AskedQuestion = ReturnType<typeof asked>;

export function ledgerOf(design: Design) {
  const { id, questions, end } = design;
  // In the order of the questions' numbers: the participant who asked first comes first.
  const askers = [...new Set(questions.map(({ participant }) => participant))];
  const groups = personas(design)
    .filter(({ id: persona }) => askers.includes(persona))
    .toSorted((one, other) => askers.indexOf(one.id) - askers.indexOf(other.id))
    .map(({ id: persona, title, emoji }) => ({
      title,
      emoji,
      questions: questions
        .filter(({ participant }) => participant === persona)
        .map((question) => asked(design, question)),
    }));
  return {
    designId: id,
    count: questions.length,
    /** Until when people are asked to answer, in milliseconds since the epoch; `null` when they no longer are. */
    until: end === null ? answeringUntil(design) : null,
    /** The person who ended it, and how; `null` where nobody did. */
    endedBy: endedBy(design),
    /** Whether what was said last is still being matched to the questions. */
    isReading: isMatching(design),
    /** Who said something that answers no question; names, each person once. */
    unmatchedBy: namesOf(design.replies.filter(answersNothing(design))),
    /** The last change that is known. */
    asOf: lastChangeAt(design),
    groups,
    controls: [...answeringControls(design), ...correctingControls(design)],
  };
}

function endedBy({ answeringClosed }: Design) {
  const { reason, by } = answeringClosed ?? { reason: 'deadline' as const, by: '' };
  return by !== '' && (reason === 'done' || reason === 'skipped') ? { reason, by } : null;
}

/** `answers`: people's words, and how it is known. */
function asked(design: Design, question: Question) {
  const { id, text, why, status, assumption } = question;
  const { answers } = saidAbout(design, question);
  return { id, text, why, status, assumption, answers };
}
