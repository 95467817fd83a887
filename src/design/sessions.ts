/**
 * Sessions as a design sees them: recorded before their process starts (C1), ready, lost and
 * replaced once, parked while people are waited for, woken. Reports on a session that is lost or
 * parked change nothing (C3, C4).
 */

import { cut } from '#support/text.ts';
import type { Change } from './change.ts';
import type { CommandOf } from './commands.ts';
import type { SessionOrigin, TurnError, TurnOutcome } from './events.ts';
import type { ParticipantId, SessionId } from './ids.ts';
import { isLive, participantOf, sessionOf } from './participants.ts';
import { hasRetryLeft } from './retry.ts';
import type { Design, Turn } from './state.ts';

export function startSession(change: Change, participant: ParticipantId, origin: SessionOrigin) {
  change.record({
    type: 'session_started',
    participant,
    sessionId: change.mint('session'),
    origin,
  });
}

export function recordReady(change: Change, { sessionId, pid }: CommandOf<'report_ready'>): void {
  const found = sessionOf(change.design, sessionId);
  if (found?.session.state !== 'starting') return;
  change.record({ type: 'session_ready', participant: found.participant.id, sessionId, pid });
}

/** The one path of every loss: the same step starts the replacement, or leaves a death. */
export function recordLost(change: Change, { sessionId, cause }: CommandOf<'report_lost'>): void {
  const found = sessionOf(change.design, sessionId);
  if (found === null || !isLive(found.session)) return;
  const { participant } = found;
  endTurnsOf(change, sessionId, cause.detail);
  change.record({
    type: 'session_lost',
    participant: participant.id,
    sessionId,
    cause: { ...cause, detail: cut(cause.detail, 700) },
  });
  if (hasRetryLeft(participant)) startSession(change, participant.id, 'retry');
}

/** Gives a parked participant a session, under a new id; it uses up no retry. */
export function wake(change: Change, id: ParticipantId): void {
  const newest = participantOf(change.design, id).sessions.at(-1);
  if (newest?.state === 'parked') startSession(change, id, 'wake');
}

export function park(change: Change): void {
  for (const { id, sessions } of change.design.participants) {
    const live = sessions.find(isLive);
    if (live === undefined) continue;
    endTurnsOf(change, live.id, 'Charrette’s own process ended');
    change.record({ type: 'session_parked', participant: id, sessionId: live.id });
  }
}

export function hasProcesses({ participants }: Design): boolean {
  return participants.some(({ sessions }) => sessions.some(isLive));
}

function endTurnsOf(change: Change, sessionId: SessionId, message: string): void {
  for (const turn of change.design.turns) {
    if (turn.sessionId !== sessionId || turn.outcome !== 'open') continue;
    endUnfinished(change, turn, 'process_lost', {
      class: 'process_lost',
      message: cut(message, 1_000),
      retryable: true,
    });
  }
}

export function endUnfinished(
  change: Change,
  { id: turnId, participant, roundId }: Turn,
  outcome: TurnOutcome,
  error: TurnError,
): void {
  const end = { outcome, error, ...change.spentOf(turnId) };
  change.record({ type: 'turn_finished', participant, roundId, turnId, ...end });
}
