import { outcomeOf } from '../../outcome/outcome.ts';
import { shouldGate } from '../../outcome/should-gate.ts';
import { isArgued } from '../../policy/depth.ts';
import { claimsOf } from '../../proposal/labels.ts';
import { decidedIn, findingsOf } from '../../synthesis/decided.ts';
import type { Design } from '../../vocabulary/design.ts';
import { confidence, counted } from '../../vocabulary/figures.ts';
import { FINDING_SEVERITIES } from '../../vocabulary/submission.ts';
import {
  type Block,
  bullets,
  given,
  type Line,
  line,
  lines,
  list,
  ours,
  prose,
  reference,
  type Section,
  table,
  title,
  WHOLE,
} from '../document.ts';
import { findingsList } from '../facts/audit.ts';
import { italics } from '../facts/claims.ts';
import { talliesList } from '../facts/difference.ts';
import { peoplesDecisions, titleOf } from '../facts/people.ts';
import { shownProposals } from '../facts/proposal.ts';
import { dissentBlocks } from '../facts/signature.ts';
import { fileMarkdown } from '../render/markdown.ts';
import { decisionSection } from './decision.ts';
import { banner, followedUp, part } from './pieces.ts';

/** The number of open points or risks that fit on the page; the record has all. */
const MAX_ITEMS = 5;

/** `brief.md`; `null` after a person's cancellation. */
export function briefMarkdown(design: Design): string | null {
  const paper = briefPaper(design);
  return paper === null ? null : fileMarkdown(...paper);
}

/**
 * One page to decide on. The banner; the decision, byte for byte as it was signed; then what became of
 * dissents and findings. Made by code of what is on record (C21): of the decision as it stands, signed or not, else of
 * the proposals side by side, and it says what is missing. `null` after a person's cancellation.
 */
export function briefPaper(design: Design): Section[] | null {
  if (design.end?.stoppedBecause === 'cancelled_by_person') return null;
  const decided = decidedIn(design);
  const text = decided === null ? [] : decisionSection(design, decided);
  return [
    banner(design, decided !== null),
    [title(1, prose(design.topic, WHOLE))],
    followedUp(design),
    ...(decided === null ? proposals(design) : decision(design, text)),
    part(2, "People's decisions", peoplesDecisions(design)),
    [lines(line`Everything else: ${reference('record.md', 'record.md')}.`)],
  ];
}

function decision(design: Design, text: Section): Section[] {
  return [
    part(2, decisionHeading(design), missing(design), text, signed(design)),
    part(2, 'Where they differed', talliesList(design)),
    part(2, 'Dissent and its outcome', dissents(design)),
    part(2, 'What the audit found', audited(design)),
  ];
}

/** Counts the findings of the audit and those that are in the text by now. Findings left open that are more than minor stand in full. */
function audited(design: Design): Section {
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
  const rest = findings.length === 0 ? '' : line`; ${done} (${reference('record.md#the-audit', 'each')})`;
  return [
    lines(line`${found}${rest}.${shown.length === 0 ? '' : ' Left open:'}`),
    ...(shown.length === 0 ? [] : findingsList(design, shown)),
  ];
}

function rank({ severity }: ReturnType<typeof findingsOf>[number]): number {
  return FINDING_SEVERITIES.indexOf(severity);
}

/** By how many; the record has who. Where nobody was asked, the heading says so. */
function signed({ signatures, participants }: Design): Section {
  if (signatures.length === 0) return [];
  const count = signatures.filter(({ verdict }) => verdict === 'signs').length;
  const asked = participants.filter(({ role }) => role === 'persona').length;
  const link = reference('record.md#signatures-and-dissents', `${count} of ${asked}`);
  return [lines(line`${italic('Signed:')} ${link}.`)];
}

function decisionHeading(design: Design): string {
  if (design.signatures.length === 0) return 'The decision as it was composed, signed by nobody';
  switch (outcomeOf(design).status) {
    case 'completed':
      return 'The decision';
    case 'needs_review':
      return 'The decision, not yet confirmed';
    case 'cancelled':
    case 'failed':
    case 'unfinished':
      return 'A draft of a decision, never confirmed';
  }
}

/** Lists the shortfalls against a full result, in a sentence each; empty for none. */
function missing(design: Design): Section {
  const reasons = shouldGate(design);
  const hasDecision = decidedIn(design) !== null;
  const facts = [
    ...(hasDecision ? [] : ['Nobody has composed a decision of them.']),
    ...(reasons.includes('not_compared') ? ['The proposals were not compared.'] : []),
    ...(hasDecision && reasons.includes('not_audited') ? ['The decision was not audited.'] : []),
    ...(findingsOf(design).length > 0 && design.revisions.length === 0
      ? ['What the audit found was not answered.']
      : []),
    ...(hasDecision && reasons.includes('not_signed') ? ['Nobody has signed it.'] : []),
  ];
  return facts.length === 0 ? [] : [lines(line`${italic('Missing:')} ${facts.join(' ')}`)];
}

/** Without a decision: what each proposes, side by side, and where they are known to differ. */
function proposals(design: Design): Section[] {
  const all = shownProposals(design);
  if (all.length === 0) {
    const why = line`It stopped before there was a proposal that everybody may read.`;
    return [part(2, 'There is no decision', [lines(why)])];
  }
  const rows = all.map(({ participant, proposal }) => [
    titleOf(design, participant, { bold: true }),
    prose(proposal.headline, WHOLE),
    [ours(confidence(proposal.confidence))],
    [reference(`proposals/${participant}.md`, 'in full')],
  ]);
  const assumed = outcomeOf(design).assumptions.map(
    ({ question, assumption }) =>
      line`${prose(question, WHOLE, { italic: true })} ${prose(assumption, WHOLE)}`,
  );
  return [
    part(
      2,
      'There is no decision: the proposals, side by side',
      missing(design),
      table(['From', 'Proposes', 'Confidence', ''], rows),
    ),
    part(2, 'For you to decide', open(design)),
    part(2, 'What they fear', list(risks(design))),
    part(2, 'Guesses', list(assumed)),
  ];
}

/** Differences that nobody has settled, with what each side says. */
function open(design: Design): Section {
  return design.divergences
    .filter(({ settlement }) => settlement === null || settlement.outcome === 'unresolved')
    .flatMap(({ description, impact, positions }): Block[] => {
      const argued = isArgued(design, impact) ? '' : line` ${italic('Not argued.')}`;
      const sides = positions.map(({ statement }) => prose(statement, WHOLE));
      return [bullets([line`${prose(description, WHOLE)}${argued}`]), bullets(sides, 1)];
    });
}

function risks(design: Design): Line[] {
  return claimsOf(design)
    .filter(({ kind }) => kind === 'risk')
    .slice(0, MAX_ITEMS)
    .map(
      ({ text, participant }) =>
        line`${prose(text, WHOLE)} ${italics(line`(${titleOf(design, participant)})`)}`,
    );
}

/** Each in its author's words (J5), and whether anybody has acted on it. */
function dissents(design: Design): Section {
  const { dissents: all, decidedBy } = outcomeOf(design);
  const became =
    decidedBy === null
      ? 'It stands beside the decision; no person has decided about it.'
      : {
          accept: `${decidedBy.by} accepted the decision with it.`,
          send_back: 'It is about the text after people had sent the decision back.',
          again: 'It stands beside the decision.',
          stop: `${decidedBy.by} stopped the design.`,
        }[decidedBy.choice];
  return all.flatMap(({ title: who, dissent }) => [
    ...dissentBlocks(who, dissent),
    lines(line`${italic('What became of it:')} ${given(became, WHOLE)}`),
  ]);
}

function italic(words: string) {
  return ours(words, { italic: true });
}
