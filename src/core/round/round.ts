import type { DivergenceId, ParticipantId, RoundId } from '../ids.ts';

export const ROUND_KINDS = [
  'questions',
  'proposals',
  'mapping',
  'argument',
  'composite',
  'signing',
  'audit',
  'brief',
] as const;
export type RoundKind = (typeof ROUND_KINDS)[number];

export const EXCUSES = ['dead', 'timed_out', 'turn_failed', 'superseded'] as const;
export type Excuse = (typeof EXCUSES)[number];

/**
 * One question put to a set of participants. There are no counters: who is waited for is what the three sets leave
 * over, so that a late or repeated report cannot count anything down twice (C3, C7).
 */
export interface Round {
  readonly id: RoundId;
  readonly kind: RoundKind;
  /** C14: the divergence under argument lives here and is gone with the round. */
  readonly divergenceId: DivergenceId | null;
  readonly asked: readonly ParticipantId[];
  readonly contributed: readonly ParticipantId[];
  readonly excused: readonly {
    readonly participant: ParticipantId;
    readonly reason: Excuse;
    readonly detail: string;
  }[];
  readonly openedAt: number;
  /** Milliseconds since the epoch. */
  readonly deadlineAt: number;
  readonly closed: boolean;
}

export function isExcused(round: Round, participant: ParticipantId): boolean {
  return round.excused.some((excuse) => excuse.participant === participant);
}

/** asked − contributed − excused. */
export function waitingFor(round: Round): ParticipantId[] {
  return round.asked.filter((id) => !round.contributed.includes(id) && !isExcused(round, id));
}

export function isComplete(round: Round): boolean {
  return waitingFor(round).length === 0 && round.contributed.length > 0;
}

/** C6: nobody is waited for and nobody contributed. */
export function isEmptyHanded(round: Round): boolean {
  return waitingFor(round).length === 0 && round.contributed.length === 0;
}
