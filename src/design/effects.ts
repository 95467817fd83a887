/**
 * What the owner of a design does once events are stored, as data. Nothing of it is stored: what is
 * owed follows from the events, so whoever claims the design does it (`resume`, C18).
 */

import type { DesignEvent } from './events.ts';
import type { ParticipantId, RoundId, SessionId, TurnId } from './ids.ts';
import { isLive } from './participants.ts';
import type { Design } from './state.ts';

export type Effect =
  | {
      readonly type: 'spawn_session';
      readonly sessionId: SessionId;
      readonly participant: ParticipantId;
    }
  | { readonly type: 'stop_session'; readonly sessionId: SessionId }
  | {
      readonly type: 'run_turn';
      readonly turnId: TurnId;
      readonly sessionId: SessionId;
      readonly participant: ParticipantId;
      readonly roundId: RoundId;
    }
  | { readonly type: 'write_files' };

/**
 * What these events make necessary, in their order. A session or turn that the same commit has ended
 * again is not begun; whatever had a process and has none any more is stopped (C13).
 */
export function effectsOf(
  events: readonly DesignEvent[],
  before: Design | null,
  after: Design,
): Effect[] {
  const effects: Effect[] = liveSessions(before)
    .filter((id) => !liveSessions(after).includes(id))
    .map((sessionId) => ({ type: 'stop_session', sessionId }));
  for (const event of events) {
    if (event.type === 'session_started' && liveSessions(after).includes(event.sessionId)) {
      const { sessionId, participant } = event;
      effects.push({ type: 'spawn_session', sessionId, participant });
    }
    if (event.type === 'turn_started' && isOpen(after, event.turnId)) {
      const { turnId, sessionId, participant, roundId } = event;
      effects.push({ type: 'run_turn', turnId, sessionId, participant, roundId });
    }
  }
  const isDue = events.some(({ type }) => type === 'outcome_settled' || type === 'design_resumed');
  if (isDue && after.settled !== null && after.end === null) effects.push({ type: 'write_files' });
  return effects;
}

function liveSessions(design: Design | null): SessionId[] {
  const all = design?.participants.flatMap(({ sessions }) => sessions) ?? [];
  return all.filter(isLive).map(({ id }) => id);
}

function isOpen({ turns }: Design, id: TurnId): boolean {
  return turns.some((turn) => turn.id === id && turn.outcome === 'open');
}
