import type { Design } from '../../core/design.ts';
import type { DesignEvent } from '../../core/events.ts';
import { changeLines } from './change-lines.ts';

/** What a reader comes back to: questions, answers, proposals, differences, losses, what a person decided. */
const LASTING: ReadonlySet<DesignEvent['type']> = new Set([
  'questions_asked',
  'reply_recorded',
  'answering_closed',
  'session_lost',
  'session_started',
  'facilitator_passed',
  'participant_excused',
  'proposal_sealed',
  'proposals_revealed',
  'late_submission_recorded',
  'divergences_mapped',
  'divergence_settled',
  'deliberation_stopped',
  'gate_decided',
]);

/** The lines that stay above the live picture, which shows only what is the case now. `design`: as the event left it. */
export function lastingLines(event: DesignEvent, design: Design): string[] {
  // Of the start the picture tells everything but which design is run again.
  if (event.type === 'design_started' && event.successorOf !== null)
    return changeLines(event, design).slice(-1);
  return LASTING.has(event.type) ? changeLines(event, design) : [];
}
