import type { Design } from './design.ts';
import type { DesignEvent } from './events.ts';
import type { DivergenceId, GateId, ParticipantId, RoundId, SessionId, TurnId } from './ids.ts';

/** What is said in the design's thread, once each. What it reads like, and how it changes later, is the gateway's. */
export type Post =
  | { readonly kind: 'card' | 'questions' | 'seals' | 'proposals' | 'outcome' }
  | { readonly kind: 'divergence'; readonly divergenceId: DivergenceId }
  | { readonly kind: 'gate'; readonly gateId: GateId };

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
  | { readonly type: 'write_files' }
  | { readonly type: 'post'; readonly post: Post };

/** The effects of one event on the design as that event left it. */
export function effectsOf(design: Design, event: DesignEvent): Effect[] {
  const post = design.thread === null ? null : postOf(design, event);
  const effects = workOf(design, event);
  return post === null ? effects : [...effects, { type: 'post', post }];
}

function workOf(design: Design, event: DesignEvent): Effect[] {
  switch (event.type) {
    case 'session_started':
      return [{ type: 'start_session', participant: event.participant, sessionId: event.sessionId }];
    case 'session_parked':
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

function postOf(design: Design, event: DesignEvent): Post | null {
  switch (event.type) {
    case 'design_started':
      return { kind: 'card' };
    case 'answering_opened':
      return { kind: 'questions' };
    case 'proposal_sealed':
      return design.proposals.length - (design.carried?.proposals.length ?? 0) === 1
        ? { kind: 'seals' }
        : null;
    case 'proposals_revealed':
      return { kind: 'proposals' };
    case 'round_opened': {
      const { divergenceId } = event;
      const isFirst = design.rounds.filter((round) => round.divergenceId === divergenceId).length === 1;
      return divergenceId !== null && isFirst ? { kind: 'divergence', divergenceId } : null;
    }
    case 'gate_opened':
      return { kind: 'gate', gateId: event.gateId };
    case 'design_ended':
      return { kind: 'outcome' };
    default:
      return null;
  }
}

/** C4, C13: also those of earlier ids, whose process may be alive against all appearances. */
function stopEverySession(design: Design): Effect[] {
  return design.participants.flatMap(({ sessions }) =>
    sessions.map((session): Effect => ({ type: 'stop_session', sessionId: session.id })),
  );
}
