import { acceptedAtGate, supersededBy } from '../core/follow-up/decision-status.ts';
import { refusalForAsking, refusalForFollowUp } from '../core/follow-up/follow-up.ts';
import { raisedBudgetUsd } from '../core/outcome/policy/next-budget.ts';
import { offersRetry, startsAnyway } from '../core/outcome/policy/should-retry.ts';
import { openQuestions } from '../core/questions/questions.ts';
import type { Design, Gate, Question } from '../core/vocabulary/design.ts';
import type { GateChoice } from '../core/vocabulary/event-parts.ts';
import type { DivergenceId, GateId, ParticipantId, PositionId, QuestionId } from '../core/vocabulary/ids.ts';
import type { Fact } from '../core/vocabulary/sets.ts';
import { acceptedAt, openGate } from '../core/vocabulary/status.ts';
import { publishable } from './format/forge.ts';
import type { DesignView } from './schema/view.ts';

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
  /** `isAllAnswered`: no question is open, so this is the likely next step. */
  | { readonly kind: 'done_answering'; readonly isAllAnswered: boolean }
  /** After the end (J14). */
  | { readonly kind: 'accept_decision' | 'decline' | 'open_successor' | 'ask' | 'publish' }
  /** A person's answer that another may adopt (J13). `since`: the version at which it was given. */
  | {
      readonly kind: 'agree';
      readonly questionId: QuestionId;
      readonly name: string;
      readonly since: number;
    }
  | { readonly kind: 'ask_record' }
  | { readonly kind: 'fact'; readonly fact: Fact }
  /** `isAnyway`: although it was judged not to be a design question. `budgetUsd`: the larger budget, or `null` for the same. */
  | { readonly kind: 'run_again'; readonly budgetUsd: number | null; readonly isAnyway: boolean }
  | {
      readonly kind: 'decide';
      readonly gateId: GateId;
      readonly choice: GateChoice;
      readonly accepts: ReturnType<typeof acceptedAt>;
      readonly isFirst: boolean;
    }
  | {
      readonly kind: 'settle';
      readonly divergenceId: DivergenceId;
      readonly position: PositionId;
      readonly statement: string;
      /** Price of revising the written decision; `null` if unknown. */
      readonly revisionUsd: number | null;
    };

export function controlsOf(design: Design): Control[] {
  // Facts outside the design are checked when the button is pressed.
  if (design.end !== null)
    return [...(offersRetry(design) ? [runAgainControl(design)] : []), ...afterwardsControls(design)];
  const gate = openGate(design);
  return [
    ...(gate === null ? [] : choicesOf(design, gate)),
    ...answeringControls(design),
    { kind: 'peek', people: design.participants.map(({ id, title, emoji }) => ({ id, title, emoji })) },
    // At a gate, *stop* takes the place of *cancel*: it writes the files and gives a reason.
    ...(gate?.choices.includes('stop') ? [] : [{ kind: 'cancel' } as const]),
  ];
}

/** Controls for a decision after the end; none before it or without a decision. */
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

export function askControls(design: Design): Control[] {
  return refusalForAsking(design) === null ? [{ kind: 'ask' }] : [];
}

export function runAgainControl(design: Design): Control {
  return { kind: 'run_again', budgetUsd: raisedBudgetUsd(design), isAnyway: startsAnyway(design) };
}

type Asking = { readonly answering: object | null; readonly questions: readonly Pick<Question, 'status'>[] };

export function answeringControls(design: Asking): Control[] {
  if (design.answering === null) return [];
  const isAllAnswered = openQuestions(design).length === 0;
  return [{ kind: 'done_answering', isAllAnswered }, { kind: 'skip' }];
}

/** Controls under the questions, with a form while any is open. */
export function ledgerControls(design: Asking): Control[] {
  const controls = answeringControls(design);
  return controls.length === 0 || openQuestions(design).length === 0
    ? controls
    : [{ kind: 'answer' }, ...controls];
}

/** A button for each position of a difference; none if it cannot be settled now. */
export function settleControls({ can, divergences }: DesignView, id: DivergenceId): Control[] {
  const { positions = [] } = divergences.find((each) => each.id === id) ?? {};
  if (!can.settle.includes(id)) return [];
  return positions.map(({ id: position, text: statement }) => ({
    kind: 'settle',
    divergenceId: id,
    position,
    statement,
    revisionUsd: can.revisionUsd,
  }));
}

export function choicesOf(design: Design, gate: Gate): Control[] {
  const about = { kind: 'decide', gateId: gate.id, accepts: acceptedAt(design, gate) } as const;
  return gate.choices.map((choice, at) => ({ ...about, choice, isFirst: at === 0 && choice !== 'stop' }));
}
