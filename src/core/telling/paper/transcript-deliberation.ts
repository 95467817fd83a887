import { findingsOf, revisedAccounts } from '../../synthesis/decided.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { DesignEvent, EventOf } from '../../vocabulary/events.ts';
import { confidence } from '../../vocabulary/figures.ts';
import type { Account } from '../../vocabulary/submission.ts';
import { leftOutWords } from '../facts/round.ts';
import { block, inline, quoted } from '../render/escape.ts';
import { accountsMarkdown } from './claims.ts';
import { decisionMarkdown } from './decision.ts';
import { argumentMarkdown, differenceMarkdown, position } from './differences.ts';
import { findingName, findingsMarkdown } from './findings.ts';
import { list, paragraphs, recordLink, section, titleOf, titlesOf } from './pieces.ts';
import type { Entries } from './transcript-entry.ts';

/** Everything after the reveal: differences, arguments, composite, audit, revision, signatures. */
export const DELIBERATION_ENTRIES = {
  divergences_mapped: mapped,
  divergence_added: (design, { participant, divergence }) =>
    paragraphs(`**${titleOf(design, participant)}** adds a difference:`, difference(design, divergence)),
  round_opened: (design, { points }) =>
    section(
      'A round of arguing begins:',
      list(
        points.map(
          ({ participant, divergences }) =>
            `${titleOf(design, participant)} on ${divergences.map(recordLink).join(', ')}`,
        ),
      ),
    ),
  position_argued: (design, event) =>
    argumentMarkdown(design, event.divergenceId, { ...event, text: event.argument }),
  divergence_settled: settled,
  deliberation_stopped: (_, { reason, dropped }) => `What was ${leftOutWords(dropped, reason)}.`,
  composite_submitted: composite,
  signature_given: signature,
  audit_submitted: audit,
  revision_submitted: revision,
} satisfies Entries;

function mapped(design: Design, event: EventOf<'divergences_mapped'>): string {
  const differences = event.divergences.map((each) => difference(design, each));
  return paragraphs(
    `**${titleOf(design, event.participant)}** mapped the proposals.`,
    event.agreements.length === 0
      ? ''
      : paragraphs('They agree that:', list(event.agreements.map(({ statement }) => inline(statement)))),
    differences.length === 0 ? 'They differ in nothing.' : 'They differ in:',
    ...differences,
  );
}

function difference(
  design: Design,
  { id, description, impact, positions }: EventOf<'divergence_added'>['divergence'],
): string {
  return paragraphs(
    `**${recordLink(id)}, ${impact} impact:** ${inline(description)}`,
    list(
      positions.map((each) => {
        const held = `${titlesOf(design, each.holders)}, in ${each.claims.map(recordLink).join(', ')}`;
        return `**${position({ id }, each.id)}** ${inline(each.statement)} (${held})`;
      }),
    ),
  );
}

function settled(design: Design, event: EventOf<'divergence_settled'>): string {
  const divergence = design.divergences.find(({ id }) => id === event.divergenceId);
  if (divergence === undefined) return `${recordLink(event.divergenceId)} is settled.`;
  return paragraphs(
    `${recordLink(event.divergenceId)} ends: ${inline(divergence.description)}`,
    differenceMarkdown(design, divergence),
  );
}

/** A text of the decision in full; that it was a rehearsal stands at the head of the file. */
function unmarked(design: Design, text: Parameters<typeof decisionMarkdown>[1]): string {
  return decisionMarkdown({ ...design, rehearsal: false }, text).trimEnd();
}

function composite(design: Design, event: EventOf<'composite_submitted'>): string {
  const { decision, accounts, confidence: sure } = event.composite;
  return paragraphs(
    `**${titleOf(design, event.participant)}** composed (confidence ${confidence(sure)}):`,
    unmarked(design, { decision, accounts }),
    'Its account of every claim:',
    accountsMarkdown(design, accounts),
  );
}

function revision(
  design: Design,
  event: EventOf<'revision_submitted'>,
  events: readonly DesignEvent[],
): string {
  const { decision, findings, accounts, confidence: sure } = event.revision;
  const answers = findings.map(
    ({ finding, done, where }) => `**${findingName(finding)}** ${done.replace('_', ' ')}: ${inline(where)}`,
  );
  return paragraphs(
    `**${titleOf(design, event.participant)}** revised the decision (confidence ${confidence(sure)}):`,
    unmarked(design, { decision, accounts: accountsAsOf(event, events) }),
    answers.length === 0 ? '' : paragraphs('What was done about the findings:', list(answers)),
    accounts.length === 0
      ? ''
      : paragraphs('Claims whose account changed:', accountsMarkdown(design, accounts)),
  );
}

/** What became of every claim in this revision, which names only what it changes. */
function accountsAsOf(revised: EventOf<'revision_submitted'>, events: readonly DesignEvent[]) {
  return events.slice(0, events.indexOf(revised) + 1).reduce<readonly Account[]>((before, event) => {
    if (event.type === 'composite_submitted') return event.composite.accounts;
    return event.type === 'revision_submitted' ? revisedAccounts(before, event.revision.accounts) : before;
  }, []);
}

function signature(design: Design, event: EventOf<'signature_given'>): string {
  const sure = `confidence ${confidence(event.confidence)}`;
  const title = titleOf(design, event.participant);
  if (event.verdict === 'signs') return `**${title}** signs (${sure}): ${inline(event.rationale)}`;
  return paragraphs(`**${title}** dissents (${sure}), verbatim:`, quoted(event.dissent));
}

function audit(design: Design, event: EventOf<'audit_submitted'>): string {
  return paragraphs(
    `**${titleOf(design, event.participant)}** audited the decision:`,
    findingsMarkdown({ ...design, revisions: [] }, findingsOf({ audit: event, revisions: [] }), true),
    'Suppose it was done and it failed. Why:',
    block(event.audit.premortem),
  );
}
