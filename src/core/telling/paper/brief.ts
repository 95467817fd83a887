import { outcomeOf } from '../../outcome/outcome.ts';
import { shouldGate } from '../../outcome/should-gate.ts';
import { isArgued } from '../../policy/depth.ts';
import { claimsOf } from '../../proposal/labels.ts';
import { decidedIn, findingsOf } from '../../synthesis/decided.ts';
import type { Design } from '../../vocabulary/design.ts';
import { confidence, counted } from '../../vocabulary/figures.ts';
import { FINDING_SEVERITIES } from '../../vocabulary/submission.ts';
import { inline, quoted } from '../render/escape.ts';
import { decisionMarkdown } from './decision.ts';
import { talliesMarkdown } from './differences.ts';
import { findingsMarkdown } from './findings.ts';
import {
  bannerMarkdown,
  byLetter,
  followedUp,
  list,
  page,
  peoplesDecisions,
  section,
  tableMarkdown,
  titleOf,
} from './pieces.ts';

/** Of what was left open, or feared, so much fits on the page; the record has all. */
const MAX_ITEMS = 5;

/**
 * `brief.md`: one page to decide on. The banner; the decision, byte for byte as it was signed; then what became of
 * dissents and findings. Made by code of what is on record (C21): of the decision as it stands, signed or not, else of
 * the proposals side by side, and it says what is missing. `null` after a person's cancellation.
 */
export function briefMarkdown(design: Design): string | null {
  if (design.end?.stoppedBecause === 'cancelled_by_person') return null;
  const decided = decidedIn(design);
  const text = decided === null ? '' : decisionMarkdown(design, decided);
  return page(
    bannerMarkdown(design, text),
    `# ${inline(design.topic)}`,
    followedUp(design),
    ...(decided === null ? proposals(design) : decision(design, text)),
    section("## People's decisions", ...peoplesDecisions(design)),
    'Everything else: [record.md](record.md).',
  );
}

function decision(design: Design, text: string): string[] {
  return [
    section(decisionHeading(design), missing(design), text, signed(design)),
    section('## Where they differed', talliesMarkdown(design)),
    section('## Dissent, and what became of it', ...dissents(design)),
    section('## What the audit found', ...audited(design)),
  ];
}

/** How much it found and what of it is in the text by now; in full only what was left open and is more than minor. */
function audited(design: Design): string[] {
  if (design.audit === null) return [];
  const findings = findingsOf(design);
  const open = findings.filter(({ answer }) => answer?.done !== 'acted_on');
  const weighty = open.filter(({ severity }) => severity !== 'minor');
  const shown = weighty.toSorted((one, other) => rank(one) - rank(other)).slice(0, MAX_ITEMS);
  const found = findings.length === 0 ? 'Nothing to object to' : counted(findings.length, 'thing');
  const acted = findings.length - open.length;
  const minor = open.length - weighty.length;
  const done = [
    `${acted === 0 ? 'none' : acted} acted on`,
    ...(minor === 0 ? [] : [`${minor} minor left open`]),
  ].join(', ');
  const rest = findings.length === 0 ? '' : `; ${done} ([each](record.md#the-audit))`;
  return [
    `${found}${rest}.${weighty.length === 0 ? '' : ' Left open:'}`,
    shown.length === 0 ? '' : findingsMarkdown(design, shown),
  ];
}

function rank({ severity }: ReturnType<typeof findingsOf>[number]): number {
  return FINDING_SEVERITIES.indexOf(severity);
}

/** By how many; the record has who. Where nobody was asked, the heading says so. */
function signed({ signatures, participants }: Design): string {
  if (signatures.length === 0) return '';
  const count = signatures.filter(({ verdict }) => verdict === 'signs').length;
  const asked = participants.filter(({ role }) => role === 'persona').length;
  return `*Signed:* [${count} of ${asked}](record.md#signatures-and-dissents).`;
}

function decisionHeading(design: Design): string {
  if (design.signatures.length === 0) return '## The decision as it was composed, signed by nobody';
  switch (outcomeOf(design).status) {
    case 'completed':
      return '## The decision';
    case 'needs_review':
      return '## The decision, not yet confirmed';
    case 'cancelled':
    case 'failed':
    case 'unfinished':
      return '## A draft of a decision, never confirmed';
  }
}

/** What a full result has and this one lacks, in a sentence each; empty for nothing. */
function missing(design: Design): string {
  const reasons = shouldGate(design);
  const hasDecision = decidedIn(design) !== null;
  const facts = [
    ...(reasons.includes('not_compared') ? ['The proposals were not compared.'] : []),
    ...(hasDecision && reasons.includes('not_audited') ? ['The decision was not audited.'] : []),
    ...(findingsOf(design).length > 0 && design.revisions.length === 0
      ? ['What the audit found was not answered.']
      : []),
    ...(hasDecision && reasons.includes('not_signed') ? ['Nobody has signed it.'] : []),
  ];
  return facts.length === 0 ? '' : `*Missing:* ${facts.join(' ')}`;
}

/** Without a decision: what each proposes, side by side, and where they are known to differ. */
function proposals(design: Design): string[] {
  const all = byLetter(design).filter(({ revealed }) => revealed);
  if (all.length === 0) {
    return [
      section('## There is no decision', 'It stopped before there was a proposal that everybody may read.'),
    ];
  }
  const rows = all.map(({ participant, proposal }) => [
    `**${titleOf(design, participant)}**`,
    inline(proposal.headline),
    confidence(proposal.confidence),
    `[in full](proposals/${participant}.md)`,
  ]);
  const assumed = outcomeOf(design).assumptions.map(
    ({ question, assumption }) => `*${inline(question)}* ${inline(assumption)}`,
  );
  return [
    section(
      '## There is no decision: the proposals, side by side',
      `*Missing:* Nobody has composed a decision of them. ${missing(design).replace('*Missing:* ', '')}`.trim(),
      tableMarkdown(['From', 'Proposes', 'Confidence', ''], rows),
    ),
    section('## For you to decide', ...open(design)),
    section('## What they fear', list(risks(design))),
    section('## Guesses', list(assumed)),
  ];
}

/** Differences that nobody has settled, with what each side says. */
function open(design: Design): string[] {
  return design.divergences
    .filter(({ settlement }) => settlement === null || settlement.outcome === 'unresolved')
    .map(({ description, impact, positions }) => {
      const argued = isArgued(design, impact) ? '' : ' *Not argued.*';
      const sides = positions.map(({ statement }) => `  - ${inline(statement)}`);
      return [`- ${inline(description)}${argued}`, ...sides].join('\n');
    });
}

function risks(design: Design): string[] {
  return claimsOf(design)
    .filter(({ kind }) => kind === 'risk')
    .slice(0, MAX_ITEMS)
    .map(({ text, participant }) => `${inline(text)} *(${titleOf(design, participant)})*`);
}

/** Each in its author's words (J5), and whether anybody has acted on it. */
function dissents(design: Design): string[] {
  const { dissents: all, decidedBy } = outcomeOf(design);
  const became =
    decidedBy === null
      ? 'It stands beside the decision; no person has decided about it.'
      : {
          accept: `${inline(decidedBy.by)} accepted the decision with it.`,
          send_back: 'It is about the text after people had sent the decision back.',
          again: 'It stands beside the decision.',
          stop: `${inline(decidedBy.by)} stopped the design.`,
        }[decidedBy.choice];
  return all.map(
    ({ participant, dissent }) =>
      `${titleOf(design, participant)}, verbatim:\n\n${quoted(dissent)}\n\n*What became of it:* ${became}`,
  );
}
