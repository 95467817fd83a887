/**
 * For tests of sessions and rounds: reports about a session, whole events without their time, as
 * `World.outcome` gives them, and short readings of a design.
 *
 * @example
 * const { id } = world.session('auditor');
 * expect(world.outcome(reportsReady(id))).toEqual([sessionReadyOf('auditor', id)]);
 */

import type { CommandOf } from '#core/vocabulary/commands.ts';
import { describeDeath } from '#core/vocabulary/crashes.ts';
import type { Turn } from '#core/vocabulary/design.ts';
import type { TurnError, TurnOutcome } from '#core/vocabulary/event-parts.ts';
import { ParticipantId, type SessionId } from '#core/vocabulary/ids.ts';
import { findParticipant } from '#core/vocabulary/participants.ts';
import type { Round } from '#core/vocabulary/round.ts';
import type { Session } from '#core/vocabulary/session.ts';
import { openRound } from '#core/vocabulary/status.ts';
import type { Submission } from '#core/vocabulary/submission.ts';
import { causeOf, type World } from './given.ts';

export const RESUME = { type: 'resume', promised: [] } as const;

export function reportsReady(sessionId: SessionId): CommandOf<'report_session_ready'> {
  return { type: 'report_session_ready', sessionId, pid: 4_000, process: '' };
}

export function reportsLoss(
  sessionId: SessionId,
  cause = causeOf('killed'),
): CommandOf<'report_session_lost'> {
  return { type: 'report_session_lost', sessionId, cause };
}

/** Origin and state of each session of this participant, oldest first, like `retry starting`. */
export function listSessions(world: World, participant: string): string[] {
  return world.sessions(participant).map(({ origin, state }) => `${origin} ${state}`);
}

/** The round that is open. */
export function roundOf({ design }: World): Round {
  const round = openRound(design);
  if (round === null) throw new Error('no round is open');
  return round;
}

/** The start of this participant's newest session. */
export function sessionStartOf(world: World, participant: string, origin: Session['origin']) {
  const { id: sessionId } = world.session(participant);
  return { type: 'session_started', participant, sessionId, origin };
}

export function sessionReadyOf(participant: string, sessionId: SessionId) {
  return { type: 'session_ready', participant, sessionId, pid: 4_000, process: '' };
}

export function sessionLossOf(
  participant: string,
  sessionId: SessionId,
  cause = causeOf('killed'),
  parks?: true,
) {
  const parked = parks === undefined ? {} : { parks };
  return { type: 'session_lost', participant, sessionId, cause, ...parked };
}

/** A session is ready that nothing waits for any more. */
export function lateReadyOf(participant: string, sessionId: SessionId, state: Session['state']) {
  const detail = `became ready when it was already ${state}`;
  return { type: 'late_report_recorded', participant, sessionId, report: 'ready', detail };
}

/** A session is lost that nothing waits for any more. */
export function lateLossOf(participant: string, sessionId: SessionId, detail = 'killed') {
  return { type: 'late_report_recorded', participant, sessionId, report: 'lost', detail };
}

/** A submission that came too late for its turn. */
export function lateSubmissionOf(
  { id, participant, sessionId }: Turn,
  { tool, input }: Submission,
) {
  return {
    type: 'late_report_recorded',
    participant,
    sessionId,
    turnId: id,
    report: tool,
    detail: JSON.stringify(input),
  };
}

/** The turn that this participant has now begins, in this round. */
export function turnStartOf(world: World, participant: string, roundId: string | undefined) {
  const turn = world.openTurns().find((each) => each.participant === participant);
  const { id: sessionId } = world.session(participant);
  return { type: 'turn_started', participant, roundId, turnId: turn?.id, sessionId };
}

export function turnEndingOf(
  { id: turnId, participant, roundId }: Turn,
  outcome: TurnOutcome,
  error: TurnError | null = null,
) {
  return { type: 'turn_finished', participant, roundId, turnId, outcome, error };
}

/** The error of a turn that ended with its session. */
export function crashErrorOf({ kind, detail } = causeOf('killed')): TurnError {
  return { class: kind, message: detail, retryable: true };
}

export const ROUND_OVER: TurnError = {
  class: 'round_deadline',
  message: 'The round ended before this turn did.',
  retryable: false,
};

/** What a round keeps of one that let its deadline pass. */
export function delayOf(participant: string) {
  return { participant, reason: 'timed_out', detail: 'no answer by the deadline' };
}

/** What a round keeps of one that is dead. */
export function deathOf({ design }: World, participant: string) {
  const detail = describeDeath(findParticipant(design, ParticipantId.parse(participant)));
  return { participant, reason: 'dead', detail };
}

export function excuseOf(
  roundId: string | undefined,
  excuse: { readonly participant: string; readonly reason: string; readonly detail: string },
) {
  return { type: 'participant_excused', roundId, ...excuse };
}

/** The status and the reason with which a design has ended, or will once its files are written. */
export function endingOf({ design }: World): string[] {
  const ending = design.end ?? design.settled;
  return ending === null ? [] : [ending.status, ending.stoppedBecause];
}
