import type { GateChoice } from '../core/vocabulary/event-parts.ts';
import type { DivergenceId, GateId, ParticipantId, QuestionId } from '../core/vocabulary/ids.ts';
import type { Accepted, Fact } from '../core/vocabulary/sets.ts';
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
      readonly accepts: Accepted;
      /** The likely next step, drawn green. */
      readonly isLikely: boolean;
    }
  | {
      readonly kind: 'settle';
      readonly divergenceId: DivergenceId;
      readonly position: string;
      readonly statement: string;
      /** Price of revising the written decision; `null` if unknown. */
      readonly revisionUsd: number | null;
    };

export function controlsIn(view: DesignView): Control[] {
  // Facts outside the design are checked when the button is pressed.
  if (view.endedAt !== null) return [...runAgainIn(view), ...afterwardsIn(view)];
  return [
    ...choicesIn(view),
    ...answeringIn(view),
    { kind: 'peek', people: view.personas.map(({ id, title, emoji }) => ({ id, title, emoji })) },
    ...cancelIn(view),
  ];
}

export function runAgainIn({ can }: DesignView): Control[] {
  return can.runAgain === null ? [] : [{ kind: 'run_again', ...can.runAgain }];
}

export function cancelIn({ can }: DesignView): Control[] {
  return can.cancel ? [{ kind: 'cancel' }] : [];
}

/** Controls for a decision after the end, the likely one last; none before it or without a decision. */
export function afterwardsIn(view: DesignView): Control[] {
  const { can } = view;
  if (!can.followUp) return [];
  return [
    ...askIn(view),
    ...(can.publish ? [{ kind: 'publish' } as const] : []),
    { kind: 'follow_up' },
    ...(can.decline ? [{ kind: 'decline' } as const] : [{ kind: 'open_successor' } as const]),
    ...(can.accept ? [{ kind: 'accept_decision' } as const] : []),
  ];
}

export function askIn({ can }: DesignView): Control[] {
  return can.ask ? [{ kind: 'ask' }] : [];
}

/** Controls under the questions, with a form while any is open. */
export function ledgerControls(view: DesignView): Control[] {
  return [...(view.can.answer ? [{ kind: 'answer' } as const] : []), ...answeringIn(view)];
}

export function answeringIn({ can }: DesignView): Control[] {
  if (!can.finishAnswering) return [];
  return [{ kind: 'done_answering', isAllAnswered: !can.answer }, { kind: 'skip' }];
}

/** A button for each position of a difference that a person may settle. */
export function settleControls({ can, divergences }: DesignView, id: DivergenceId): Control[] {
  if (!can.settle.includes(id)) return [];
  const { positions = [] } = divergences.find((each) => each.id === id) ?? {};
  return positions.map(({ id: position, text: statement }) => ({
    kind: 'settle',
    divergenceId: id,
    position,
    statement,
    revisionUsd: can.revisionUsd,
  }));
}

/** The choices of the open gate, *accept* last, and likely only where no point is open. */
export function choicesIn({ gate }: DesignView): Control[] {
  if (gate === null) return [];
  const { id: gateId, accepts, points } = gate;
  const others = gate.choices.filter((choice) => choice !== 'accept');
  const last = gate.choices.filter((choice) => choice === 'accept');
  return [...others, ...last].map((choice) => {
    const isLikely =
      choice === 'again' || (choice === 'accept' && accepts === 'decision' && points.length === 0);
    return { kind: 'decide', gateId, accepts, choice, isLikely };
  });
}
