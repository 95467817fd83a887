import type { Design } from '../../vocabulary/design.ts';
import type { DesignEvent } from '../../vocabulary/events.ts';
import { isOver, isPause } from '../../vocabulary/status.ts';
import { RecordingDraft } from '../draft.ts';
import { bringToRest } from '../flow.ts';

/** Events that begin what a command records: whatever followed from the state before it has happened by then. */
const BEGINS: ReadonlySet<DesignEvent['type']> = new Set([
  'session_ready',
  'reply_revised',
  'reply_withdrawn',
  'questions_asked',
  'participant_passed',
  'answers_matched',
  'proposal_sealed',
  'divergences_mapped',
  'claims_tested',
  'composite_submitted',
  'second_composite_submitted',
  'audit_submitted',
  'revision_submitted',
  'revision_confirmed',
  'signature_given',
  'late_submission_recorded',
  'late_report_recorded',
]);

/** Says which event the state before this one has as its consequence, and that is missing; `null` for none. */
export function missingBefore(design: Design, event: DesignEvent): string | null {
  if (!BEGINS.has(event.type) || isOver(design)) return null;
  const [missing] = consequencesOf(design, design.lastAt, []);
  return missing === undefined ? null : `${missing.type} is missing before it`;
}

/** Returns `true` for an event that nothing but the state before it leads to. `before`: the event that precedes it. */
export function isConsequence(design: Design, event: DesignEvent, before: DesignEvent | null): boolean {
  switch (event.type) {
    case 'round_opened':
    case 'round_closed':
    case 'facilitator_passed':
    case 'turn_started':
    case 'answering_opened':
    case 'proposals_revealed':
    case 'outcome_settled':
      return true;
    case 'gate_opened':
      return !isPause(event);
    case 'divergence_settled':
      return event.outcome !== 'settled_by_person';
    case 'status_changed':
      return !isOfCommand(design, before);
    default:
      return false;
  }
}

/** A start records its status, and so does a pause for want of a thread, and its end. */
function isOfCommand({ version, participants, gates }: Design, before: DesignEvent | null): boolean {
  if (before?.type === 'session_started') return version === participants.length + 1;
  if (before?.type === 'gate_opened') return isPause(before);
  const last = gates.at(-1);
  return before?.type === 'gate_decided' && last !== undefined && isPause(last);
}

/**
 * Returns everything that the core records from this state on by itself, at this moment. Ids are taken from the events `asRecorded`,
 * as far as they go.
 */
export function consequencesOf(
  design: Design,
  at: number,
  asRecorded: readonly DesignEvent[],
): readonly DesignEvent[] {
  const draft = new RecordingDraft(design, { at, uuids: uuidsIn(asRecorded) });
  bringToRest(draft);
  return draft.events;
}

/** Id of something that the record does not hold. */
const UNKNOWN_UUID = '00000000-0000-7000-8000-000000000000';
const PREFIX_CHARACTERS = 4;

function* uuidsIn(events: readonly DesignEvent[]): Iterable<string> {
  for (const event of events) {
    if (event.type === 'session_started') yield event.sessionId.slice(PREFIX_CHARACTERS);
    if (event.type === 'turn_started') yield event.turnId.slice(PREFIX_CHARACTERS);
  }
  for (;;) yield UNKNOWN_UUID;
}
