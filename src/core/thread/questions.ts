import type { Design, Question } from '../design.ts';
import { personas } from '../participants.ts';
import { answeringControls } from './controls.ts';
import { lastChangeAt } from './waiting.ts';

/** The question ledger: everything that was asked, by whom, and its answers. */
export type Ledger = ReturnType<typeof ledgerOf>;
export type AskedQuestion = ReturnType<typeof asked>;

export function ledgerOf(design: Design) {
  const { id, questions, answering, end } = design;
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
    until: end === null ? (answering?.deadlineAt ?? null) : null,
    /** The last change that is known. */
    asOf: lastChangeAt(design),
    groups,
    controls: answeringControls(design),
  };
}

/** `answeredBy`: names, in the order of their answers, each once. */
function asked({ replies }: Design, { id, text, why, status, assumption }: Question) {
  const authors = replies
    .filter((reply) => reply.answers.some(({ questionId }) => questionId === id))
    .map(({ author }) => author);
  return { id, text, why, status, assumption, answeredBy: [...new Set(authors)] };
}
