import type { Design } from '../design.ts';
import type { DesignEvent, RemindedOf } from '../events.ts';
import { participant } from '../participants.ts';
import { answeringUntil, openQuestions } from '../question/questions.ts';
import { divergencesIn, type RoundKind, waitingFor } from '../round/round.ts';
import { isPause, openGate, openRound } from '../status.ts';

/** What the design waits for; `until` is in milliseconds since the epoch. */
export type Waiting =
  | { readonly kind: 'start' | 'files' }
  /** `since`: when people began to be waited for. */
  | {
      readonly kind: 'answers';
      readonly open: number;
      readonly of: number;
      readonly since: number;
      readonly until: number;
    }
  | {
      readonly kind: 'decision';
      /** Whether it goes on is to be decided, and not what becomes of a result. */
      readonly isPause: boolean;
      readonly since: number;
      readonly until: number;
    }
  | {
      readonly kind: 'participants';
      readonly round: RoundKind;
      readonly titles: readonly string[];
      readonly of: number;
      readonly until: number;
      /** How many divergences are argued, and in which round of arguments. */
      readonly arguing: { readonly divergences: number; readonly time: number } | null;
    };

/** `null` once the design has ended, and in the instant between two rounds. */
export function waitingOf(design: Design): Waiting | null {
  if (design.end !== null) return null;
  const gate = openGate(design);
  if (gate !== null)
    return { kind: 'decision', isPause: isPause(gate), since: gate.openedAt, until: gate.deadlineAt };
  if (design.answering !== null) {
    const open = openQuestions(design).length;
    const { openedAt: since } = design.answering;
    return { kind: 'answers', open, of: design.questions.length, since, until: answeringUntil(design) ?? 0 };
  }
  const round = openRound(design);
  if (round === null) return waitingForNobody(design);
  const { kind, asked, deadlineAt } = round;
  const divergences = divergencesIn(round).length;
  const time = design.rounds.filter((each) => each.kind === 'argument').length;
  return {
    kind: 'participants',
    round: kind,
    titles: waitingFor(round).map((id) => participant(design, id).title),
    of: asked.length,
    until: deadlineAt,
    arguing: divergences === 0 ? null : { divergences, time },
  };
}

function waitingForNobody({ step }: Design): Waiting | null {
  if (step === 'spawning') return { kind: 'start' };
  return step === 'writing' ? { kind: 'files' } : null;
}

/** That people are waited for, at half time. `until`: `null` once they no longer are. */
export function reminderShown(design: Design, about: RemindedOf) {
  const gate = openGate(design);
  const gateUntil = gate?.id === about ? gate.deadlineAt : null;
  return {
    of: about === 'answering' ? ('answering' as const) : ('gate' as const),
    until: about === 'answering' ? answeringUntil(design) : gateUntil,
    asOf: lastChangeAt(design),
  };
}

/** What people of a thread wait for, or should see at once; all else may wait for more changes. */
const URGENT: ReadonlySet<DesignEvent['type']> = new Set([
  'status_changed',
  'session_lost',
  'facilitator_passed',
  'reply_recorded',
  'reply_revised',
  'reply_withdrawn',
  'answers_matched',
  'reply_match_corrected',
  'reading_corrected',
  'divergence_settled',
  'gate_decided',
  'design_ended',
] as const);

export function isUrgent({ type }: DesignEvent): boolean {
  return URGENT.has(type);
}

/** The latest moment that the design itself knows of, in milliseconds since the epoch. */
export function lastChangeAt(design: Design): number {
  const moments = [
    design.startedAt,
    design.rounds.at(-1)?.openedAt ?? 0,
    design.turns.at(-1)?.startedAt ?? 0,
    design.answering?.openedAt ?? 0,
    design.settled?.at ?? 0,
  ];
  return design.end?.at ?? Math.max(...moments);
}
