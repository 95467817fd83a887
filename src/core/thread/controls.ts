import type { Design } from '../design.ts';
import type { GateChoice } from '../events.ts';
import type { GateId, ParticipantId } from '../ids.ts';
import { gateSubject } from '../outcome/gate-subject.ts';
import { retryQuestionOf, shouldRetry } from '../policy/should-retry.ts';
import { openGate } from '../status.ts';
import { lastChangeAt } from './waiting.ts';

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
  | { readonly kind: 'done_answering' | 'skip' | 'cancel' | 'run_again' }
  | { readonly kind: 'decide'; readonly gateId: GateId; readonly choice: GateChoice };

export function controlsOf(design: Design): Control[] {
  // What others know of it is found out at the button.
  if (design.end !== null) return shouldRetry(retryQuestionOf(design)).retry ? [{ kind: 'run_again' }] : [];
  const gate = openGate(design);
  return [
    ...(gate === null ? [] : choicesOf(gate.id, gate.choices)),
    ...answeringControls(design),
    { kind: 'peek', people: design.participants.map(({ id, title, emoji }) => ({ id, title, emoji })) },
    { kind: 'cancel' },
  ];
}

export function answeringControls({ answering }: Design): Control[] {
  return answering === null ? [] : [{ kind: 'done_answering' }, { kind: 'skip' }];
}

export type GateView = ReturnType<typeof gateOf>;

export function gateOf(design: Design, id: GateId) {
  const gate = design.gates.find((each) => each.id === id);
  if (gate === undefined) throw new Error(`broken invariant: no gate ${id}`);
  const isOpen = openGate(design)?.id === id;
  return {
    reasons: gate.reasons,
    /** The kind of round that brought nothing, where that is why a person is asked; `null`: about a decision. */
    broughtNothing: design.rounds.find((round) => round.id === gate.roundId)?.kind ?? null,
    until: gate.deadlineAt,
    about: gateSubject(design),
    /** The last change that is known. */
    asOf: lastChangeAt(design),
    /** What was decided and by whom; `null` while nobody has. An end that came first leaves it undecided. */
    decision: gate.decision,
    isOpen,
    controls: isOpen ? choicesOf(id, gate.choices) : [],
  };
}

function choicesOf(gateId: GateId, choices: readonly GateChoice[]): Control[] {
  return choices.map((choice) => ({ kind: 'decide', gateId, choice }));
}
