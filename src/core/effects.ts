import type { Design } from './design.ts';
import type { DesignEvent } from './events.ts';
import type { ParticipantId, RoundId, SessionId, TurnId } from './ids.ts';

/** What a committed event makes the runtime do, as plain data. */
export type Effect =
  | { readonly type: 'start_session'; readonly participant: ParticipantId; readonly sessionId: SessionId }
  | { readonly type: 'stop_session'; readonly sessionId: SessionId }
  | {
      readonly type: 'ask';
      readonly participant: ParticipantId;
      readonly sessionId: SessionId;
      readonly turnId: TurnId;
      readonly roundId: RoundId;
    }
  | { readonly type: 'write_files' };

/** The effects of one event on the design as that event left it. */
export function effectsOf(design: Design, event: DesignEvent): Effect[] {
  switch (event.type) {
    case 'session_started':
      return [{ type: 'start_session', participant: event.participant, sessionId: event.sessionId }];
    case 'late_report_recorded':
      return [{ type: 'stop_session', sessionId: event.sessionId }];
    case 'turn_started': {
      const { participant, sessionId, turnId, roundId } = event;
      return [{ type: 'ask', participant, sessionId, turnId, roundId }];
    }
    case 'outcome_settled':
      return [...stopEverySession(design), { type: 'write_files' }];
    case 'design_ended':
      // A settled outcome has had its sessions stopped and its files written before it ended.
      return design.settled?.status === event.status
        ? []
        : [...stopEverySession(design), { type: 'write_files' }];
    default:
      return [];
  }
}

/** C4, C13: also those of earlier ids, whose process may be alive against all appearances. */
function stopEverySession(design: Design): Effect[] {
  return design.participants.flatMap(({ sessions }) =>
    sessions.map((session): Effect => ({ type: 'stop_session', sessionId: session.id })),
  );
}
