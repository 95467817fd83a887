import type { Design } from '../design.ts';
import type { EventOf } from '../events.ts';
import { confidence } from '../figures.ts';
import { isPause } from '../status.ts';
import { REASON_WORDS, STOP_WORDS } from '../words.ts';
import { ledgerMarkdown } from './claims.ts';
import { differenceMarkdown } from './differences.ts';
import { block, inline, quoted } from './markdown.ts';
import { list, personName, titleOf, titlesOf } from './pieces.ts';
import { paragraphs } from './transcript-proposals.ts';

export type DeliberationEntry = EventOf<
  | 'divergences_mapped'
  | 'round_opened'
  | 'position_argued'
  | 'divergence_settled'
  | 'deliberation_stopped'
  | 'composite_submitted'
  | 'signature_given'
  | 'audit_submitted'
  | 'brief_submitted'
>;

/** Everything after the reveal: differences, arguments, composite, signatures, audit, brief. */
export function deliberationEntry(design: Design, event: DeliberationEntry): string {
  switch (event.type) {
    case 'divergences_mapped':
      return mapped(design, event);
    case 'round_opened':
      if (event.divergenceId === null) return '';
      return `${event.divergenceId} is argued by ${titlesOf(design, event.asked)}.`;
    case 'position_argued':
      return argued(design, event);
    case 'divergence_settled':
      return settled(design, event);
    case 'deliberation_stopped':
      return `The discussion is cut short: ${STOP_WORDS[event.reason]}.`;
    case 'composite_submitted':
      return composite(design, event);
    case 'signature_given':
      return signature(design, event);
    case 'audit_submitted':
      return audit(design, event);
    case 'brief_submitted':
      return paragraphs(
        `**${titleOf(design, event.participant)}** wrote the brief (confidence ${confidence(event.brief.confidence)}): **${inline(event.brief.decision)}**`,
        'It is in full in brief.md.',
      );
  }
}

export type EndEntry = EventOf<
  'gate_opened' | 'gate_decided' | 'outcome_settled' | 'files_failed' | 'design_ended'
>;

/** A person's decisions, and how it all ended. */
export function endEntry(design: Design, event: EndEntry): string {
  switch (event.type) {
    case 'gate_opened':
      return `A person is asked to decide, because ${event.reasons.map((reason) => REASON_WORDS[reason]).join('; ')}.`;
    case 'gate_decided':
      return gate(design, event);
    case 'outcome_settled':
      return `This ends as **${event.status.replace('_', ' ')}**, because ${STOP_WORDS[event.stoppedBecause]}.`;
    case 'files_failed':
      return `The result files could not be written: ${inline(event.detail)}`;
    case 'design_ended': {
      const detail = event.detail === '' ? '' : ` ${inline(event.detail)}`;
      const by = event.by === '' ? '' : ` by ${personName(event.by)}`;
      return `Ended as **${event.status.replace('_', ' ')}**${by}, because ${STOP_WORDS[event.stoppedBecause]}.${detail}`;
    }
  }
}

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
  const findings = event.audit.findings.map(
    ({ severity, kind, text }) => `**${severity}**, ${kind.replace('_', ' ')}: ${inline(text)}`,
  );
  return paragraphs(
    `**${titleOf(design, event.participant)}** audited the composite:`,
    findings.length === 0 ? 'Nothing to object to.' : list(findings),
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
