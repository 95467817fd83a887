import type { Design } from '../../core/design.ts';
import type { DesignEvent, EventOf, FinalStatus } from '../../core/events.ts';
import type { SessionId } from '../../core/ids.ts';
import { findSession } from '../../core/participants.ts';
import { deathWords } from '../../core/session/replacement.ts';
import { type Session, standsInForLost } from '../../core/session/session.ts';
import { isPause } from '../../core/status.ts';
import type { Log } from '../ports/log.ts';
import type { Commit } from '../ports/store.ts';

interface Line {
  readonly level: 'info' | 'warn' | 'error';
  readonly event: string;
  readonly facts: Record<string, unknown>;
}

/**
 * Tells the story of each design in the operator's log (D7), from what is stored and nothing else: a line each for its
 * start and its end, for what was lost, replaced or dead, and for what a person is asked and has decided.
 */
export function storyTo(log: Log): (commit: Commit, design: Design) => void {
  return ({ designId, events }, design) => {
    for (const { event } of events)
      for (const { level, event: name, facts } of linesOf(event, design))
        log[level](name, { designId, ...facts });
  };
}

const END_LEVELS: Record<FinalStatus, Line['level']> = {
  completed: 'info',
  cancelled: 'info',
  needs_review: 'warn',
  failed: 'error',
};

/** `design` is as it stands after the whole commit. */
function linesOf(event: DesignEvent, design: Design): Line[] {
  switch (event.type) {
    case 'design_started':
      return [started(event)];
    case 'session_lost':
      return lost(event, design);
    case 'session_started':
      return standsInForLost(event) ? [replaced(event, design)] : [];
    case 'facilitator_passed':
      return [passed(event)];
    case 'gate_opened':
      return [opened(event)];
    case 'gate_decided':
      return [decided(event, design)];
    case 'design_ended':
      return [ended(event)];
    default:
      return untold(event.type);
  }
}

/** What the events tell, and no operator needs to read; a type of event is in this list or has its lines. */
const UNTOLD = [
  'thread_opened',
  'status_changed',
  'session_ready',
  'session_parked',
  'late_report_recorded',
  'round_opened',
  'participant_excused',
  'round_closed',
  'turn_started',
  'model_answered',
  'tool_invoked',
  'confidence_given',
  'turn_finished',
  'late_submission_recorded',
  'questions_asked',
  'participant_passed',
  'answering_opened',
  'reply_recorded',
  'reply_revised',
  'reply_withdrawn',
  'answers_matched',
  'reply_match_corrected',
  'people_reminded',
  'reading_corrected',
  'answering_ended',
  'answering_closed',
  'proposal_sealed',
  'proposals_revealed',
  'divergences_mapped',
  'divergence_added',
  'position_argued',
  'divergence_settled',
  'deliberation_stopped',
  'composite_submitted',
  'signature_given',
  'audit_submitted',
  'revision_submitted',
  'outcome_settled',
  'files_written',
  'record_closed',
  'files_failed',
  'late_words_recorded',
] as const satisfies readonly DesignEvent['type'][];

function untold(_: (typeof UNTOLD)[number]): Line[] {
  return [];
}

function line(level: Line['level'], event: string, facts: Line['facts']): Line {
  return { level, event, facts };
}

function started({ successorOf, startedBy: by, rehearsal }: EventOf<'design_started'>): Line {
  return line('info', 'design_started', { successorOf, by, rehearsal });
}

/** The loss that no session follows is a death as well (C2, C5). */
function lost({ participant: id, sessionId, cause }: EventOf<'session_lost'>, design: Design): Line[] {
  const { kind, detail, diagnostics } = cause;
  const facts = { participant: id, sessionId, kind, cause: detail, diagnostics };
  const loss = line('warn', 'session_lost', facts);
  const participant = findSession(design, sessionId)?.participant;
  if (participant?.sessions.at(-1)?.id !== sessionId) return [loss];
  const death = { participant: id, sessionId, cause: deathWords(participant) };
  return [loss, line('error', 'participant_dead', death)];
}

function replaced({ participant, sessionId, origin }: EventOf<'session_started'>, design: Design): Line {
  const before = sessionBefore(sessionId, design);
  const facts = { participant, sessionId, replaces: before?.id, origin, cause: before?.cause?.detail };
  return line('info', 'session_replaced', facts);
}

function passed({ role, from: participant, to }: EventOf<'facilitator_passed'>): Line {
  return line('warn', 'facilitator_passed', { role, participant, to });
}

function opened({ gateId, reasons, deadlineAt }: EventOf<'gate_opened'>): Line {
  const facts = { gateId, cause: reasons.join(', '), until: new Date(deadlineAt).toISOString() };
  return isPause({ reasons }) ? line('warn', 'design_paused', facts) : line('info', 'gate_opened', facts);
}

function decided({ gateId, choice, by }: EventOf<'gate_decided'>, design: Design): Line {
  const reasons = design.gates.find(({ id }) => id === gateId)?.reasons ?? [];
  return line('info', 'gate_decided', { gateId, cause: reasons.join(', '), choice, by });
}

function ended({ status, stoppedBecause, by, detail }: EventOf<'design_ended'>): Line {
  return line(END_LEVELS[status], 'design_ended', {
    status,
    stoppedBecause,
    by,
    cause: detail || stoppedBecause,
  });
}

function sessionBefore(id: SessionId, design: Design): Session | undefined {
  const sessions = findSession(design, id)?.participant.sessions ?? [];
  return sessions[sessions.findIndex((session) => session.id === id) - 1];
}
