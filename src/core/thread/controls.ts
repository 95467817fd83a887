import type { Design } from '../design.ts';
import type { GateChoice, GateReason } from '../events.ts';
import type { GateId, ParticipantId } from '../ids.ts';
import { IS_PERMANENT } from '../policy/should-retry.ts';
import { openGate } from '../status.ts';
import { lastChangeAt } from './waiting.ts';

/** Something that people can do now, if they may. Whether they may is decided when they do it. */
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
  if (design.end !== null) return mayRunAgain(design) ? [{ kind: 'run_again' }] : [];
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

/** As the policy on running again sees the design alone; what it also asks of others is found out at the button. */
function mayRunAgain({ end, settled }: Design): boolean {
  if (end === null || IS_PERMANENT[end.stoppedBecause]) return false;
  return end.status !== 'completed' || (settled?.reasons.includes('low_confidence') ?? false);
}

export interface GateView {
  readonly reasons: readonly GateReason[];
  readonly until: number;
  /** The last change that is known. */
  readonly asOf: number;
  /** What was decided and by whom; `null` while nobody has. An end that came first leaves it undecided. */
  readonly decision: Design['gates'][number]['decision'];
  readonly isOpen: boolean;
  readonly controls: readonly Control[];
}

export function gateOf(design: Design, id: GateId): GateView {
  const gate = design.gates.find((each) => each.id === id);
  if (gate === undefined) throw new Error(`broken invariant: no gate ${id}`);
  const isOpen = openGate(design)?.id === id;
  const { reasons, choices, deadlineAt: until, decision } = gate;
  return {
    reasons,
    until,
    asOf: lastChangeAt(design),
    decision,
    isOpen,
    controls: isOpen ? choicesOf(id, choices) : [],
  };
}

function choicesOf(gateId: GateId, choices: readonly GateChoice[]): Control[] {
  return choices.map((choice) => ({ kind: 'decide', gateId, choice }));
}
