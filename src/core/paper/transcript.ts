import type { Design } from '../design.ts';
import type { DesignEvent, Step } from '../events.ts';
import { STEP_WORDS } from '../words.ts';
import { inline } from './markdown.ts';
import { bannerMarkdown, elapsed, page, section } from './pieces.ts';
import { deliberationEntry, endEntry } from './transcript-deliberation.ts';
import { proposalEntry, wholeProposal } from './transcript-proposals.ts';
import { replyEntry } from './transcript-replies.ts';
import { sessionEntry } from './transcript-sessions.ts';

/**
 * `transcript.md`: everything that was said or went wrong, in order and with names. `events` are those that `design`
 * is made of.
 */
export function transcriptMarkdown(design: Design, events: readonly DesignEvent[]): string {
  const parts: string[] = [];
  let step: Step | null = null;
  for (const event of events) {
    if (event.type === 'status_changed' && event.step !== step) {
      step = event.step;
      parts.push(`## ${STEP_WORDS[step].heading}`);
    }
    const entry = entryFor(design, event, events);
    if (entry !== '') parts.push(`**${elapsed(event.at - design.startedAt)}** ${entry}`);
  }
  return page(
    bannerMarkdown(design),
    `# Transcript: ${inline(design.topic)}`,
    'Times are minutes and seconds since the start.',
    ...withoutEmptySections(parts),
    section('## Sealed and never shown to the others', ...neverShown(design)),
  );
}

/** Empty for what is not told: it is in `events.jsonl`. */
function entryFor(design: Design, event: DesignEvent, events: readonly DesignEvent[]): string {
  switch (event.type) {
    case 'session_started':
    case 'session_lost':
    case 'late_report_recorded':
    case 'participant_excused':
    case 'facilitator_passed':
    case 'turn_finished':
    case 'late_submission_recorded':
      return sessionEntry(design, event);
    case 'reply_recorded':
    case 'reply_revised':
    case 'reply_withdrawn':
      return replyEntry(design, event, events);
    case 'design_started':
    case 'questions_asked':
    case 'participant_passed':
    case 'answering_opened':
    case 'answering_closed':
    case 'proposal_sealed':
    case 'proposals_revealed':
      return proposalEntry(design, event);
    case 'divergences_mapped':
    case 'round_opened':
    case 'position_argued':
    case 'divergence_settled':
    case 'deliberation_stopped':
    case 'composite_submitted':
    case 'signature_given':
    case 'audit_submitted':
    case 'brief_submitted':
      return deliberationEntry(design, event);
    case 'gate_opened':
    case 'gate_decided':
    case 'outcome_settled':
    case 'files_failed':
    case 'design_ended':
      return endEntry(design, event);
    case 'thread_opened':
    case 'status_changed':
    case 'session_ready':
    case 'session_parked':
    case 'round_closed':
    case 'turn_started':
    case 'model_answered':
    case 'tool_invoked':
    case 'confidence_given':
    case 'files_written':
      return '';
  }
}

function withoutEmptySections(parts: readonly string[]): string[] {
  return parts.filter(
    (part, index) => !(part.startsWith('## ') && (parts[index + 1] ?? '## ').startsWith('## ')),
  );
}

function neverShown(design: Design): string[] {
  return design.proposals.filter(({ revealed }) => !revealed).map((sealed) => wholeProposal(design, sealed));
}
