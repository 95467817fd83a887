import type { Design } from './design.ts';
import type { DesignEvent } from './events.ts';
import type { DivergenceId, GateId, ParticipantId, RoundId, SessionId, TurnId } from './ids.ts';
import { isPaused } from './status.ts';

/** What is said in the design's thread, once each. What it reads like, and how it changes later, is the gateway's. */
export type Post =
  | { readonly kind: 'card' | 'questions' | 'seals' | 'proposals' | 'outcome' }
  /** Files of the design, under the message that they belong to. */
  | { readonly kind: 'files'; readonly of: 'proposals' | 'outcome' }
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
  | { readonly type: 'post'; readonly post: Post }
  /** Shows the author of a reply that it was taken. */
  | { readonly type: 'acknowledge'; readonly replyId: string }
  /** Brings every message of the thread to what it is to look like for good. */
  | { readonly type: 'finish_thread' };

/** The effects of one event on the design as that event left it. */
export function effectsOf(design: Design, event: DesignEvent): Effect[] {
  return [...workOf(design, event), ...(design.thread === null ? [] : saidOf(design, event))];
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

function saidOf(design: Design, event: DesignEvent): Effect[] {
  switch (event.type) {
    case 'design_started':
      return [said({ kind: 'card' })];
    case 'answering_opened':
      return [said({ kind: 'questions' })];
    case 'reply_recorded':
    case 'reply_revised':
      return [{ type: 'acknowledge', replyId: event.id }];
    case 'proposal_sealed':
      return design.proposals.length - (design.carried?.proposals.length ?? 0) === 1
        ? [said({ kind: 'seals' })]
        : [];
    case 'proposals_revealed':
      return [said({ kind: 'proposals' }), said({ kind: 'files', of: 'proposals' })];
    case 'round_opened': {
      const { divergenceId } = event;
      const isFirst = design.rounds.filter((round) => round.divergenceId === divergenceId).length === 1;
      return divergenceId !== null && isFirst ? [said({ kind: 'divergence', divergenceId })] : [];
    }
    case 'gate_opened':
      // What a pause asks stands on the card, if anywhere: it begins because nothing can be said in the thread.
      return isPaused(design) ? [] : [said({ kind: 'gate', gateId: event.gateId })];
    case 'design_ended':
      return [said({ kind: 'outcome' }), ...filesOf(design), { type: 'finish_thread' }];
    case 'files_written':
      // Of a design that was stopped, files are written after its end.
      return design.end === null ? [] : [...filesOf(design), { type: 'finish_thread' }];
    default:
      return [];
  }
}

function said(post: Post): Effect {
  return { type: 'post', post };
}

function filesOf({ files }: Design): Effect[] {
  return files.length === 0 ? [] : [said({ kind: 'files', of: 'outcome' })];
}

/** C4, C13: also those of earlier ids, whose process may be alive against all appearances. */
function stopEverySession(design: Design): Effect[] {
  return design.participants.flatMap(({ sessions }) =>
    sessions.map((session): Effect => ({ type: 'stop_session', sessionId: session.id })),
  );
}
