import type { Design } from '../design.ts';
import type { EventOf } from '../events.ts';
import { EXCUSE_WORDS, ROUND_WORDS } from '../words.ts';
import { inline } from './markdown.ts';
import { titleOf } from './pieces.ts';
import { lateSubmission } from './transcript-proposals.ts';

export type SessionEntry = EventOf<
  | 'session_started'
  | 'session_lost'
  | 'late_report_recorded'
  | 'participant_excused'
  | 'facilitator_passed'
  | 'turn_finished'
  | 'late_submission_recorded'
>;

/** What went wrong with sessions and turns, and who was no longer waited for. */
export function sessionEntry(design: Design, event: SessionEntry): string {
  switch (event.type) {
    case 'session_started':
      return restarted(design, event);
    case 'session_lost':
      return lost(design, event);
    case 'late_report_recorded':
      return `A late report about an earlier session of ${titleOf(design, event.participant)} changed nothing: ${inline(event.detail)}`;
    case 'participant_excused':
      return excused(design, event);
    case 'facilitator_passed':
      return `**${titleOf(design, event.to)}** stands in as ${event.role} for ${titleOf(design, event.from)}.`;
    case 'turn_finished':
      if (event.error === null) return '';
      return `A turn of **${titleOf(design, event.participant)}** ended without a contribution (${event.outcome.replace('_', ' ')}): ${inline(event.error.message)}`;
    case 'late_submission_recorded':
      return lateSubmission(design, event);
  }
}

function restarted(design: Design, { participant, origin }: EventOf<'session_started'>): string {
  const title = titleOf(design, participant);
  switch (origin) {
    case 'retry':
      return `**${title}** is being replaced, once.`;
    case 'resume':
      return `**${title}** is being brought back.`;
    case 'first':
    case 'wake':
      return '';
  }
}

/** The short cause first, the pointer for the operator last (D2). */
function lost(design: Design, { participant, cause }: EventOf<'session_lost'>): string {
  const pointer = cause.diagnostics === '' ? '' : ` \\[diagnostics: ${inline(cause.diagnostics)}\\]`;
  return `**${titleOf(design, participant)}** lost its session: ${inline(cause.detail)}${pointer}`;
}

function excused(design: Design, event: EventOf<'participant_excused'>): string {
  const round = design.rounds.find(({ id }) => id === event.roundId);
  const what = round === undefined ? '' : ` in ${ROUND_WORDS[round.kind].about}`;
  const detail = event.detail === '' ? '' : `: ${inline(event.detail)}`;
  return `**${titleOf(design, event.participant)}** is not waited for${what}, ${EXCUSE_WORDS[event.reason]}${detail}`;
}
