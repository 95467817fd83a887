import type { Design } from '../design.ts';
import type { DesignEvent } from '../events.ts';
import type { DivergenceId } from '../ids.ts';
import { participant } from '../participants.ts';
import { openQuestions } from '../question/answering.ts';
import { type RoundKind, waitingFor } from '../round/round.ts';
import { openGate, openRound } from '../status.ts';

/** What the design waits for; `until` is in milliseconds since the epoch. */
export type Waiting =
  | { readonly kind: 'start' | 'files' }
  | { readonly kind: 'answers'; readonly open: number; readonly of: number; readonly until: number }
  | { readonly kind: 'decision'; readonly until: number }
  | {
      readonly kind: 'participants';
      readonly round: RoundKind;
      readonly titles: readonly string[];
      readonly of: number;
      readonly until: number;
      /** Which divergence is argued, and for the how manieth time. */
      readonly arguing: { readonly divergenceId: DivergenceId; readonly time: number } | null;
    };

/** `null` once the design has ended, and in the instant between two rounds. */
export function waitingOf(design: Design): Waiting | null {
  if (design.end !== null) return null;
  const gate = openGate(design);
  if (gate !== null) return { kind: 'decision', until: gate.deadlineAt };
  if (design.answering !== null) {
    const open = openQuestions(design).length;
    return { kind: 'answers', open, of: design.questions.length, until: design.answering.deadlineAt };
  }
  const round = openRound(design);
  if (round === null) return waitingForNobody(design);
  const { kind, divergenceId, asked, deadlineAt } = round;
  const time = design.rounds.filter((each) => each.divergenceId === divergenceId).length;
  return {
    kind: 'participants',
    round: kind,
    titles: waitingFor(round).map((id) => participant(design, id).title),
    of: asked.length,
    until: deadlineAt,
    arguing: divergenceId === null ? null : { divergenceId, time },
  };
}

function waitingForNobody({ step }: Design): Waiting | null {
  if (step === 'spawning') return { kind: 'start' };
  return step === 'writing' ? { kind: 'files' } : null;
}

const URGENT: ReadonlySet<DesignEvent['type']> = new Set([
  'status_changed',
  'session_lost',
  'facilitator_passed',
  'reply_recorded',
  'reply_revised',
  'reply_withdrawn',
  'divergence_settled',
  'gate_decided',
  'design_ended',
]);

/** What people of a thread wait for, or should see at once; everything else may wait until more has changed. */
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
