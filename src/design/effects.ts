/**
 * What the owner of a design does once events are stored, as data. Nothing of it is stored: what is
 * owed follows from the events, so whoever claims the design does it (`resume`, C18).
 */

import type { ParticipantId, RoundId, SessionId, TurnId } from './ids.ts';

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
