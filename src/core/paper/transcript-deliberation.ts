import type { Design } from '../design.ts';
import type { EventOf } from '../events.ts';
import { confidence } from '../figures.ts';
import { isPause } from '../status.ts';
import { REASON_WORDS, STOP_WORDS } from '../words.ts';
import { ledgerMarkdown } from './claims.ts';
import { differenceMarkdown } from './differences.ts';
import { block, inline, quoted } from './markdown.ts';
import { findingsMarkdown, list, paragraphs, personName, titleOf, titlesOf } from './pieces.ts';
import type { Entries } from './transcript.ts';

/** Everything after the reveal: differences, arguments, composite, signatures, audit, brief. */
export const DELIBERATION_ENTRIES = {
  divergences_mapped: mapped,
  round_opened: (design, { divergenceId, asked }) =>
    divergenceId === null ? '' : `${divergenceId} is argued by ${titlesOf(design, asked)}.`,
  position_argued: argued,
  divergence_settled: settled,
  deliberation_stopped: (_, { reason }) => `The discussion is cut short: ${STOP_WORDS[reason]}.`,
  composite_submitted: composite,
  signature_given: signature,
  audit_submitted: audit,
  brief_submitted: (design, { participant, brief }) =>
    paragraphs(
      `**${titleOf(design, participant)}** wrote the brief (confidence ${confidence(brief.confidence)}): **${inline(brief.decision)}**`,
      'It is in full in brief.md.',
    ),
} satisfies Partial<Entries>;

/** A person's decisions, and how it all ended. */
export const END_ENTRIES = {
  gate_opened: (_, { reasons }) =>
    `A person is asked to decide, because ${reasons.map((reason) => REASON_WORDS[reason]).join('; ')}.`,
  gate_decided: gate,
  outcome_settled: (_, { status, stoppedBecause }) =>
    `This ends as **${status.replace('_', ' ')}**, because ${STOP_WORDS[stoppedBecause]}.`,
  files_failed: (_, { detail }) => `The result files could not be written: ${inline(detail)}`,
  design_ended: (_, { status, stoppedBecause, by, detail }) => {
    const who = by === '' ? '' : ` by ${personName(by)}`;
    const more = detail === '' ? '' : ` ${inline(detail)}`;
    return `Ended as **${status.replace('_', ' ')}**${who}, because ${STOP_WORDS[stoppedBecause]}.${more}`;
  },
} satisfies Partial<Entries>;

function mapped(design: Design, event: EventOf<'divergences_mapped'>): string {
  const differences = event.divergences.map(({ id, description, impact, positions }) =>
    paragraphs(
      `**${id}, ${impact} impact:** ${inline(description)}`,
      list(
        positions.map(
          (position) =>
            `**${position.id}** ${inline(position.statement)} (${titlesOf(design, position.holders)})`,
        ),
      ),
    ),
  );
  return paragraphs(
    `**${titleOf(design, event.participant)}** mapped the proposals.`,
    event.agreements.length === 0 ? '' : paragraphs('They agree that:', list(event.agreements.map(inline))),
    differences.length === 0 ? 'They differ in nothing.' : 'They differ in:',
    ...differences,
  );
}

/** The position before and after, and what changed it (J2). */
function argued(design: Design, event: EventOf<'position_argued'>): string {
  const { before, after, changedBecause } = event;
  const sure = `${confidence(before.confidence)} → ${confidence(after.confidence)}`;
  const changed = before.position !== after.position;
  const because =
    changedBecause.trim() === ''
      ? '*changed without a reason given*'
      : `because of: ${inline(changedBecause)}`;
  const position = changed
    ? `from ${before.position} to ${after.position} (${sure}), ${because}`
    : `stays at ${after.position} (${sure})`;
  return paragraphs(
    `**${titleOf(design, event.participant)}** on ${event.divergenceId}, to ${event.addresses.map(inline).join(', ')}: ${position}`,
    quoted(event.argument),
  );
}

function settled(design: Design, event: EventOf<'divergence_settled'>): string {
  const divergence = design.divergences.find(({ id }) => id === event.divergenceId);
  if (divergence === undefined) return `${event.divergenceId} is settled.`;
  return paragraphs(
    `${event.divergenceId} ends: ${inline(divergence.description)}`,
    differenceMarkdown(design, divergence),
  );
}

function composite(design: Design, event: EventOf<'composite_submitted'>): string {
  const { headline, summary, steps, confidence: sure } = event.composite;
  return paragraphs(
    `**${titleOf(design, event.participant)}** composed (confidence ${confidence(sure)}): **${inline(headline)}**`,
    block(summary),
    steps.length === 0 ? '' : paragraphs('Its steps:', list(steps.map(inline))),
    'Its account of every claim:',
    ledgerMarkdown(design, event.composite),
  );
}

function signature(design: Design, event: EventOf<'signature_given'>): string {
  const sure = `confidence ${confidence(event.confidence)}`;
  const title = titleOf(design, event.participant);
  if (event.verdict === 'signs') return `**${title}** signs (${sure}): ${inline(event.rationale)}`;
  return paragraphs(`**${title}** dissents (${sure}), verbatim:`, quoted(event.dissent));
}

function audit(design: Design, event: EventOf<'audit_submitted'>): string {
  return paragraphs(
    `**${titleOf(design, event.participant)}** audited the composite:`,
    findingsMarkdown(event.audit),
    'Suppose it was done and it failed. Why:',
    block(event.audit.premortem),
  );
}

/** A decision at a gate, by name, with the note as it was written (J8). */
function gate(design: Design, { gateId, choice, by, note }: EventOf<'gate_decided'>): string {
  const goesOn = design.gates.some((each) => each.id === gateId && isPause(each));
  const words = {
    accept: `**${personName(by)}** ${goesOn ? 'lets it go on.' : 'accepts it as it is.'}`,
    send_back: `**${personName(by)}** sends it back once.`,
    stop: `**${personName(by)}** stops it.`,
    unanswered: 'Nobody decided in time.',
  }[choice];
  return paragraphs(words, note === '' ? '' : quoted(note));
}
