import { acceptedAtGate, supersededBy } from '../../follow-up/decision-status.ts';
import { refusalForAsking, refusalForFollowUp } from '../../follow-up/follow-up.ts';
import { raisedBudgetUsd } from '../../outcome/policy/next-budget.ts';
import { offersRetry, startsAnyway } from '../../outcome/policy/should-retry.ts';
import { openQuestions } from '../../questions/questions.ts';
import { isWritten } from '../../questions/replies.ts';
import { saidAbout } from '../../questions/said.ts';
import type { Design, Divergence, Gate } from '../../vocabulary/design.ts';
import type { GateChoice } from '../../vocabulary/events.ts';
import type { DivergenceId, GateId, ParticipantId, PositionId, QuestionId } from '../../vocabulary/ids.ts';
import { acceptedAt, isOver, openGate } from '../../vocabulary/status.ts';
import { publishable } from './forge.ts';

/** An action that is possible now. Permission is checked when a person takes it. */
export type Control =
  | {
      readonly kind: 'peek';
      readonly people: readonly {
        readonly id: ParticipantId;
        readonly title: string;
        readonly emoji: string;
      }[];
    }
  | { readonly kind: 'answer' | 'skip' | 'cancel' | 'follow_up' | 'quick_instead' }
  /** `isAllAnswered`: no question is open, so that this is what is most likely meant. */
  | { readonly kind: 'done_answering'; readonly isAllAnswered: boolean }
  /** After the end (J14). */
  | { readonly kind: 'accept_decision' | 'decline' | 'open_successor' | 'ask' | 'publish' }
  /** A menu of what code answers at once. */
  | { readonly kind: 'where' }
  /** Puts an answer that one person has into the thread. */
  | { readonly kind: 'post_answer'; readonly about: string }
  /** One of two: what it was worth to a reader. */
  | { readonly kind: 'feedback'; readonly isUseful: boolean }
  /** `isAnyway`: though it was said to be no design question. `budgetUsd`: with so much instead of what was used up; `null`: with as much as before. */
  | { readonly kind: 'run_again'; readonly budgetUsd: number | null; readonly isAnyway: boolean }
  | {
      readonly kind: 'decide';
      readonly gateId: GateId;
      readonly choice: GateChoice;
      readonly accepts: ReturnType<typeof acceptedAt>;
      /** Most likely meant. */
      readonly isFirst: boolean;
    }
  /** Questions of which a person may say which reply answers them. */
  | {
      readonly kind: 'correct';
      readonly questions: readonly { readonly id: QuestionId; readonly label: string }[];
    }
  /** Replies that may answer one of them, each by its place (`since`). */
  | {
      readonly kind: 'reading';
      readonly questionId: QuestionId;
      readonly replies: readonly { readonly since: number; readonly label: string }[];
    }
  | {
      readonly kind: 'settle';
      readonly divergenceId: DivergenceId;
      readonly position: PositionId;
      readonly statement: string;
    };

export function controlsOf(design: Design): Control[] {
  // What others know of it is found out at the button.
  if (design.end !== null)
    return [...(offersRetry(design) ? [runAgainControl(design)] : []), ...afterwardsControls(design)];
  const gate = openGate(design);
  return [
    ...(gate === null ? [] : choicesOf(design, gate)),
    ...answeringControls(design),
    { kind: 'peek', people: design.participants.map(({ id, title, emoji }) => ({ id, title, emoji })) },
    // Where a person decides, the design is stopped at the gate: with its files, and for a reason that all see.
    ...(gate?.choices.includes('stop') ? [] : [{ kind: 'cancel' } as const]),
  ];
}

/** What people may do with a decision after the end; nothing before it, and where there is no decision. */
export function afterwardsControls(design: Design): Control[] {
  if (refusalForFollowUp(design) !== null) return [];
  const asking = askControls(design);
  if (supersededBy(design) !== null) return [{ kind: 'open_successor' }, { kind: 'follow_up' }, ...asking];
  return [
    ...(acceptedAtGate(design) === null ? [{ kind: 'accept_decision' } as const] : []),
    { kind: 'decline' },
    { kind: 'follow_up' },
    ...asking,
    ...(design.hasForge && !('code' in publishable(design)) ? [{ kind: 'publish' } as const] : []),
  ];
}

/** The form for a question, at a gate and after the end. */
export function askControls(design: Design): Control[] {
  return refusalForAsking(design) === null ? [{ kind: 'ask' }] : [];
}

/** What readers may say of a decision's worth to them. */
export function feedbackControls(design: Design): Control[] {
  if (refusalForFollowUp(design) !== null) return [];
  return [true, false].map((isUseful) => ({ kind: 'feedback', isUseful }));
}

export function runAgainControl(design: Design): Control {
  return { kind: 'run_again', budgetUsd: raisedBudgetUsd(design), isAnyway: startsAnyway(design) };
}

const MAX_CORRECTED = 20;

/** Questions that are open, or answered by words that were not written under their number, once people have said something. */
export function correctingControls(design: Design): Control[] {
  if (isOver(design) || design.replies.length === 0) return [];
  const questions = design.questions.flatMap(({ id, text }) => {
    const { answers } = saidAbout(design, { id });
    const read = answers.find(({ source }) => source !== 'written');
    if (answers.length > 0 && read === undefined) return [];
    return [{ id, label: `${id} · ${read === undefined ? text : `${read.author}: ${read.quote}`}` }];
  });
  const hasWords = design.replies.some(
    ({ unmatched, leftOpen, answers }) =>
      unmatched || answers.length === 0 || leftOpen.length > 0 || answers.some((each) => !isWritten(each)),
  );
  return questions.length === 0 || !hasWords
    ? []
    : [{ kind: 'correct', questions: questions.slice(0, MAX_CORRECTED) }];
}

/** The newest replies, of which a person may say that one answers this question, or none. */
export function readingControl({ replies }: Design, questionId: QuestionId): Control {
  const shown = replies.slice(-MAX_CORRECTED).map(({ since, author, text }) => {
    return { since, label: `${author}: ${text}` };
  });
  return { kind: 'reading', questionId, replies: shown };
}

export function answeringControls(design: Design): Control[] {
  if (design.answering === null) return [];
  const isAllAnswered = openQuestions(design).length === 0;
  return [{ kind: 'done_answering', isAllAnswered }, { kind: 'skip' }];
}

/** The same under the questions, where they can be answered in a form as long as one is open. */
export function ledgerControls(design: Design): Control[] {
  const controls = answeringControls(design);
  return controls.length === 0 || openQuestions(design).length === 0
    ? controls
    : [{ kind: 'answer' }, ...controls];
}

/** One for each position, as long as a person may settle the difference and something is open in it. */
export function settleControls(design: Design, { id, positions, settlement }: Divergence): Control[] {
  const isOpen = !isOver(design) && settlement?.outcome !== 'settled_by_person';
  if (!isOpen) return [];
  return positions.map(({ id: position, statement }) => ({
    kind: 'settle',
    divergenceId: id,
    position,
    statement,
  }));
}

export function choicesOf(design: Design, gate: Gate): Control[] {
  const about = { kind: 'decide', gateId: gate.id, accepts: acceptedAt(design, gate) } as const;
  return gate.choices.map((choice, at) => ({ ...about, choice, isFirst: at === 0 && choice !== 'stop' }));
}
