import type { Turn } from '../design.ts';
import type { Draft } from '../draft.ts';
import { BOUNDS, type TurnError, type TurnOutcome } from '../events.ts';
import type { ParticipantId, SessionId, TurnId } from '../ids.ts';
import { healthySession, participant } from '../participants.ts';
import { atMost } from '../text.ts';
import { type Excuse, type Round, waitingFor } from './round.ts';

/**
 * C11: whoever the round waits for, can be asked, and is not being asked already, is asked now. That this is a
 * replacement's first question, or a persona's fourth, makes no difference.
 */
export function askWhoeverOwes(draft: Draft, round: Round): void {
  for (const id of waitingFor(round)) {
    const session = healthySession(participant(draft.design, id));
    if (session === undefined || hasOpenTurn(draft, session.id)) continue;
    draft.record({
      type: 'turn_started',
      participant: id,
      roundId: round.id,
      turnId: draft.mintTurnId(),
      sessionId: session.id,
    });
  }
}

export function excuse(
  draft: Draft,
  round: Round,
  participantId: ParticipantId,
  reason: Excuse,
  detail: string,
): void {
  draft.record({
    type: 'participant_excused',
    roundId: round.id,
    participant: participantId,
    reason,
    detail: atMost(detail, 500),
  });
}

/** T1: a turn ends once; ending one that has ended changes nothing. */
export function endTurn(draft: Draft, turn: Turn, outcome: TurnOutcome, error: TurnError | null): void {
  if (turn.outcome !== 'open') return;
  draft.record({
    type: 'turn_finished',
    participant: turn.participant,
    roundId: turn.roundId,
    turnId: turn.id,
    outcome,
    error: error === null ? null : recordable(error),
  });
}

function recordable({ class: kind, message, retryable }: TurnError): TurnError {
  return {
    class: atMost(kind, BOUNDS.errorClassCharacters),
    message: atMost(message, BOUNDS.errorCharacters),
    retryable,
  };
}

export function endTurnsOf(draft: Draft, sessionId: SessionId, outcome: TurnOutcome, error: TurnError): void {
  for (const turn of openTurns(draft)) if (turn.sessionId === sessionId) endTurn(draft, turn, outcome, error);
}

export function endAllTurns(draft: Draft, outcome: TurnOutcome, error: TurnError): void {
  for (const turn of openTurns(draft)) endTurn(draft, turn, outcome, error);
}

export function findTurn(draft: Draft, id: TurnId): Turn | undefined {
  return draft.design.turns.findLast((turn) => turn.id === id);
}

function openTurns(draft: Draft): Turn[] {
  return draft.design.turns.filter((turn) => turn.outcome === 'open');
}

function hasOpenTurn(draft: Draft, sessionId: SessionId): boolean {
  return openTurns(draft).some((turn) => turn.sessionId === sessionId);
}
