import { gateReasons } from '../../outcome/gate-subject.ts';
import { endWords } from '../../outcome/outcome.ts';
import type { Design } from '../../vocabulary/design.ts';
import { hasTrait } from '../../vocabulary/event-traits.ts';
import type { DesignEvent, EventOf, Step } from '../../vocabulary/events.ts';
import { gateClosedWords, gateNamed } from '../../vocabulary/status.ts';
import { EXCUSE_WORDS, ROUND_WORDS, STEP_WORDS } from '../../vocabulary/words.ts';
import { code, inline, quoted, verbatim } from './markdown.ts';
import { bannerMarkdown, elapsed, page, paragraphs, personName, section, titleOf } from './pieces.ts';
import { proposalMarkdown } from './proposal.ts';
import { DELIBERATION_ENTRIES } from './transcript-deliberation.ts';
import type { AllEntries, Entries, Entry } from './transcript-entry.ts';
import { PROPOSAL_ENTRIES } from './transcript-proposals.ts';

/** A person's decisions, and how it all ended. */
const END_ENTRIES = {
  gate_opened: (design, { gateId }) =>
    `A person is asked to decide, because ${gateReasons(design, gateNamed(design, gateId)).join('; ')}.`,
  gate_decided: (design, { gateId, by, note }) =>
    paragraphs(
      gateClosedWords(design, gateNamed(design, gateId), `**${personName(by)}**`),
      note === '' ? '' : quoted(note),
    ),
  outcome_settled: (design, { status, stoppedBecause }) =>
    `This ends as **${status.replace('_', ' ')}**, because ${endWords(design, stoppedBecause)}.`,
  files_failed: (_, { detail }) => `The result files could not be written: ${inline(detail)}`,
  design_ended: (design, { status, stoppedBecause, by, detail }) => {
    const who = by === '' ? '' : ` by ${personName(by)}`;
    const more = detail === '' ? '' : ` ${inline(detail)}`;
    return `Ended as **${status.replace('_', ' ')}**${who}, because ${endWords(design, stoppedBecause)}.${more}`;
  },
} satisfies Entries;

/** What went wrong with sessions and turns, and who was no longer waited for. */
const SESSION_ENTRIES = {
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
} satisfies Entries;

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

const ENTRIES: AllEntries = {
  ...SESSION_ENTRIES,
  ...PROPOSAL_ENTRIES,
  ...DELIBERATION_ENTRIES,
  ...END_ENTRIES,
};

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
    if (!hasTrait(event, 'told')) continue;
    const entry = (ENTRIES[event.type] as Entry<DesignEvent>)(design, event, events);
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

function withoutEmptySections(parts: readonly string[]): string[] {
  return parts.filter(
    (part, index) => !(part.startsWith('## ') && (parts[index + 1] ?? '## ').startsWith('## ')),
  );
}

function neverShown(design: Design): string[] {
  return design.proposals
    .filter(({ revealed }) => !revealed)
    .map((sealed) => proposalMarkdown(design, sealed));
}
