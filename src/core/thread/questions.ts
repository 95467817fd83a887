import type { Design, Question } from '../design.ts';
import type { DesignId, QuestionId } from '../ids.ts';
import { personas } from '../participants.ts';
import { answeringControls, type Control } from './controls.ts';
import { lastChangeAt } from './waiting.ts';

export interface AskedQuestion {
  readonly id: QuestionId;
  readonly text: string;
  /** What the answer decides. */
  readonly why: string;
  readonly status: Question['status'];
  /** Names, in the order of their answers, each once. */
  readonly answeredBy: readonly string[];
  /** What is assumed if nobody answers. */
  readonly assumption: string;
}

/** The question ledger: everything that was asked, by whom, and what became of it. */
export interface Ledger {
  readonly designId: DesignId;
  readonly count: number;
  /** Until when people are asked to answer, in milliseconds since the epoch; `null` when they no longer are. */
  readonly until: number | null;
  /** The last change that is known. */
  readonly asOf: number;
  readonly groups: readonly {
    readonly title: string;
    readonly emoji: string;
    readonly questions: readonly AskedQuestion[];
  }[];
  readonly controls: readonly Control[];
}

export function ledgerOf(design: Design): Ledger {
  const { id, questions, answering, end } = design;
  // In the order of their numbers: whoever asked first comes first.
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
    until: end === null ? (answering?.deadlineAt ?? null) : null,
    asOf: lastChangeAt(design),
    groups,
    controls: answeringControls(design),
  };
}

function asked({ replies }: Design, { id, text, why, status, assumption }: Question): AskedQuestion {
  const authors = replies
    .filter((reply) => reply.answers.some(({ questionId }) => questionId === id))
    .map(({ author }) => author);
  return { id, text, why, status, assumption, answeredBy: [...new Set(authors)] };
}
