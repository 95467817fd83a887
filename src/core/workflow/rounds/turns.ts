/**
 * A round is one question to several participants. Here: asking them, excusing them, and the end of
 * a turn. `ending.ts` is the end of the whole design.
 */

import { cutText } from '#foundation/cut-text.ts';
import { BOUNDS } from '../../vocabulary/bounds.ts';
import { type CommandOf, type Refusal, refuse } from '../../vocabulary/commands.ts';
import type { Turn } from '../../vocabulary/design.ts';
import type { Draft } from '../../vocabulary/draft.ts';
import type { TurnError, TurnOutcome } from '../../vocabulary/event-parts.ts';
import { findById, type ParticipantId, type SessionId, type TurnId } from '../../vocabulary/ids.ts';
import { findHealthySession, findParticipant } from '../../vocabulary/participants.ts';
import { listAwaited, type Round } from '../../vocabulary/round.ts';
import type { Excuse } from '../../vocabulary/sets.ts';
import { isHeld } from './unavailable.ts';

/**
 * Asks every participant that owes an answer, can be asked and is not being asked. Treats a
 * replacement's first question like a persona's fourth.
 */
export function askOwing(draft: Draft, round: Round): void {
  for (const id of listAwaited(round)) {
    const session = findHealthySession(findParticipant(draft.design, id));
    if (session === undefined || isAsked(draft, session.id) || isHeld(draft.design, id)) continue;
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
    detail: cutText(detail, 500),
  });
}

/** Ends a turn once; ending it again changes nothing. */
export function endTurn(
  draft: Draft,
  turn: Turn,
  outcome: TurnOutcome,
  error: TurnError | null,
  notes = '',
  derived: readonly string[] = [],
): void {
  if (turn.outcome !== 'open') return;
  draft.record({
    type: 'turn_finished',
    participant: turn.participant,
    roundId: turn.roundId,
    turnId: turn.id,
    outcome,
    error: error === null ? null : cutError(error),
    ...(notes === '' ? {} : { notes }),
    ...(derived.length === 0
      ? {}
      : { derived: derived.slice(0, 100).map((each) => cutText(each, 300)) }),
  });
}

function cutError({ class: kind, message, retryable }: TurnError): TurnError {
  return {
    class: cutText(kind, BOUNDS.errorClassCharacters),
    message: cutText(message, BOUNDS.errorCharacters),
    retryable,
  };
}

export function cancelTurns(
  draft: Draft,
  kind: 'design_settled' | 'design_ended',
  message: string,
): void {
  for (const turn of draft.design.turns)
    endTurn(draft, turn, 'cancelled', { class: kind, message, retryable: false });
}

/**
 * Records a call's cost or tool at any time, even after the turn or the design has ended: it
 * happened.
 */
export function recordCall(
  draft: Draft,
  command: CommandOf<'report_model_answer'> | CommandOf<'report_tool_call'>,
): Refusal | null {
  const turn = findTurn(draft, command.turnId);
  if (turn === undefined) return UNKNOWN_TURN;
  const { participant } = turn;
  if (command.type === 'report_model_answer') {
    const { type: _, ...answer } = command;
    draft.record({ type: 'model_answered', participant, ...answer });
  } else {
    const { type: _, ...call } = command;
    draft.record({ type: 'tool_invoked', participant, ...call });
  }
  return null;
}

/** Excuses the participant of a failed turn from its round; it stays alive for the next. */
export function failTurn(
  draft: Draft,
  { turnId, outcome, error }: CommandOf<'fail_turn'>,
): Refusal | null {
  const turn = findTurn(draft, turnId);
  if (turn === undefined) return UNKNOWN_TURN;
  if (turn.outcome !== 'open') return null;
  endTurn(draft, turn, outcome, error);
  const round = findById(draft.design.rounds, turn.roundId);
  if (round !== undefined && !round.closed && listAwaited(round).includes(turn.participant)) {
    excuse(draft, round, turn.participant, 'turn_failed', error.message);
  }
  return null;
}

export const UNKNOWN_TURN = refuse('unknown_turn', 'There is no such turn in this design.');

export function findTurn(draft: Draft, id: TurnId): Turn | undefined {
  return draft.design.turns.findLast((turn) => turn.id === id);
}

function isAsked({ design }: Draft, id: SessionId): boolean {
  return design.turns.some(({ sessionId, outcome }) => sessionId === id && outcome === 'open');
}
