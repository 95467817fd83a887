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
  | { readonly type: 'abandon_turn'; readonly sessionId: SessionId; readonly turnId: TurnId }
  | { readonly type: 'write_files' };
