import type { Carried, DesignEvent } from './events.ts';

/**
 * An event as outsiders see it: the JSON of HTTP API v1 and of `--json`. The other fields are those of its type. A
 * change of shape needs a new version of the API.
 */
export interface PublicEvent {
  readonly seq: number;
  readonly type: DesignEvent['type'];
  /** ISO 8601. */
  readonly at: string;
  readonly [field: string]: unknown;
}

/**
 * What was stored, for outsiders. A sealed proposal's content is left out (J1): before the reveal it is nobody's to
 * read, and afterwards the files have it. So are proposals that a successor carries over, which the design before it
 * may never have revealed. Notes are their author's alone.
 */
export function publicEvent({
  seq,
  event,
}: {
  readonly seq: number;
  readonly event: DesignEvent;
}): PublicEvent {
  const { type, at, ...rest } = event;
  return { seq, type, at: new Date(at).toISOString(), ...rest, ...withoutContent(event) };
}

/** What stands in for the fields that hold a proposal or notes; `undefined` is left out of JSON. */
function withoutContent(event: DesignEvent): Readonly<Record<string, unknown>> {
  switch (event.type) {
    case 'proposal_sealed':
      return { proposal: undefined, citations: undefined };
    case 'turn_finished':
      return { notes: undefined };
    case 'late_submission_recorded':
      return event.tool === 'submit_proposal' ? { text: undefined } : {};
    case 'design_started':
      return event.carried === null ? {} : { carried: withoutProposals(event.carried) };
    case 'thread_opened':
    case 'status_changed':
    case 'session_started':
    case 'session_ready':
    case 'session_parked':
    case 'session_lost':
    case 'late_report_recorded':
    case 'round_opened':
    case 'participant_excused':
    case 'round_closed':
    case 'facilitator_passed':
    case 'turn_started':
    case 'model_answered':
    case 'tool_invoked':
    case 'confidence_given':
    case 'questions_asked':
    case 'participant_passed':
    case 'answering_opened':
    case 'reply_recorded':
    case 'reply_revised':
    case 'reply_withdrawn':
    case 'answers_matched':
    case 'reply_match_corrected':
    case 'people_reminded':
    case 'reading_corrected':
    case 'answering_ended':
    case 'answering_closed':
    case 'proposals_revealed':
    case 'divergences_mapped':
    case 'divergence_added':
    case 'position_argued':
    case 'divergence_settled':
    case 'deliberation_stopped':
    case 'composite_submitted':
    case 'signature_given':
    case 'audit_submitted':
    case 'revision_submitted':
    case 'gate_opened':
    case 'gate_decided':
    case 'outcome_settled':
    case 'files_written':
    case 'record_closed':
    case 'files_failed':
    case 'design_ended':
    case 'late_words_recorded':
      return {};
  }
}

function withoutProposals(carried: Carried) {
  const proposals = carried.proposals.map(({ participant, sha256 }) => ({ participant, sha256 }));
  return { ...carried, proposals };
}
