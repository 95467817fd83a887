import type { Design } from '../design.ts';
import type { EventOf } from '../events.ts';
import { EXCUSE_WORDS, ROUND_WORDS } from '../words.ts';
import { code, inline, verbatim } from './markdown.ts';
import { paragraphs, titleOf } from './pieces.ts';
import type { Entries } from './transcript.ts';

/** What went wrong with sessions and turns, and who was no longer waited for. */
export const SESSION_ENTRIES = {
  session_started: restarted,
  session_lost: lost,
  late_report_recorded: (design, { participant, detail }) =>
    `A late report about an earlier session of ${titleOf(design, participant)} changed nothing: ${inline(detail)}`,
  participant_excused: excused,
  facilitator_passed: (design, { from, to, role }) =>
    `**${titleOf(design, to)}** stands in as ${role} for ${titleOf(design, from)}.`,
  turn_finished: (design, { participant, outcome, error }) =>
    error === null
      ? ''
      : `A turn of **${titleOf(design, participant)}** ended without a contribution (${outcome.replace('_', ' ')}): ${inline(error.message)}`,
  late_submission_recorded: lateSubmission,
} satisfies Partial<Entries>;

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

/** A late submission verbatim, because it was never parsed as a contribution (C16). */
function lateSubmission(design: Design, event: EventOf<'late_submission_recorded'>): string {
  return paragraphs(
    `**${titleOf(design, event.participant)}** was too late with ${code(event.tool)}; it changed nothing:`,
    verbatim(event.text),
  );
}
