import { type Decided, decidedIn } from '../core/decision/decided.ts';
import { sourcedFacts } from '../core/decision/facts.ts';
import { isUnsettled, wereCompared } from '../core/differences/sides.ts';
import { outcomeOf } from '../core/outcome/outcome.ts';
import { isArgued } from '../core/outcome/policy/depth.ts';
import { claimsOf } from '../core/proposals/labels.ts';
import type { Design } from '../core/vocabulary/design.ts';
import { banner } from './banner.ts';
import { factsCounted, italics } from './claims.ts';
import { decisionSection, rejectedBy } from './decision-document.ts';
import { followedUp } from './earlier.ts';
import {
  type Block,
  bullets,
  italic,
  type Line,
  line,
  lines,
  list,
  part,
  reference,
  type Section,
  table,
  title,
  untrusted,
  untrustedMarkdown,
  WHOLE,
} from './format/document.ts';
import { fileMarkdown } from './format/markdown.ts';
import { titleOf } from './format/people.ts';
import { shownProposals } from './proposal.ts';
import { leftOutWords } from './said.ts';
import { dissentBlocks } from './signatures.ts';
import { peoplesDecisions } from './view/gate.ts';

const MAX_RISKS = 5;
/** Sentences of people on the one page; the record has all. */
const MOST_SAID = 8;

/** `brief.md`; `null` after a person's cancellation. */
export function briefMarkdown(design: Design): string | null {
  const paper = briefPaper(design);
  return paper === null ? null : fileMarkdown(...paper);
}

/**
 * One page to decide from: the banner; the decision as it was signed, byte for byte; dissents in their own words;
 * people's decisions. Code makes it from the record (C21): from the current decision, signed or not, otherwise from the
 * proposals side by side. It says what is missing. `null` after a person's cancellation.
 */
function briefPaper(design: Design): Section[] | null {
  if (design.end?.stoppedBecause === 'cancelled_by_person') return null;
  const decided = decidedIn(design);
  return [
    banner(design, decided !== null),
    [title(1, untrustedMarkdown(design.topic, WHOLE))],
    followedUp(design),
    ...(decided === null ? proposals(design) : decision(design, decided)),
    part(2, "People's decisions", peoplesDecisions(design)),
    part(2, 'People said, and it is not in the decision', leftOutWords(design, MOST_SAID)),
    [lines(line`${facts(design)}Everything else: ${reference('record.md', 'record.md')}.`)],
  ];
}

function decision(design: Design, decided: Decided): Section[] {
  const text = [...decisionSection(design, decided), ...rejectedBy(design, decided)];
  return [part(2, decisionHeading(design), text), part(2, 'Dissent', dissents(design))];
}

/** How many facts are used, unless all are. */
function facts(design: Design): string {
  return sourcedFacts(design).notUsed.length === 0 ? '' : `${factsCounted(design)}. `;
}

function decisionHeading(design: Design): string {
  if (design.signatures.length === 0) return 'The decision as drafted, unsigned';
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

/** What is missing from a decision, in sentences. */
function missing(design: Design): Section {
  const isCompared = design.proposals.length < 2 || wereCompared(design);
  const compared = isCompared ? '' : ' The proposals were not compared.';
  return [lines(line`${italic('Missing:')} No decision was written from the proposals.${compared}`)];
}

function proposals(design: Design): Section[] {
  const all = shownProposals(design);
  if (all.length === 0) {
    const why = line`It stopped before any proposal was revealed.`;
    return [part(2, 'There is no decision', [lines(why)])];
  }
  const rows = all.map(({ participant, proposal }) => [
    titleOf(design, participant, { bold: true }),
    untrustedMarkdown(proposal.headline, WHOLE),
    [reference(`proposals/${participant}.md`, 'in full')],
  ]);
  const assumed = outcomeOf(design).assumptions.map(
    ({ question, assumption }) =>
      line`${untrustedMarkdown(question, WHOLE, { italic: true })} ${untrustedMarkdown(assumption, WHOLE)}`,
  );
  return [
    part(
      2,
      'There is no decision: the proposals, side by side',
      missing(design),
      table(['From', 'Proposes', ''], rows),
    ),
    part(2, 'For you to decide', open(design)),
    part(2, 'What they fear', list(risks(design))),
    part(2, 'Assumptions', list(assumed)),
  ];
}

function open(design: Design): Section {
  return design.divergences.filter(isUnsettled).flatMap(({ description, impact, positions }): Block[] => {
    const argued = isArgued(design, impact) ? '' : line` ${italic('Not argued.')}`;
    const sides = positions.map(({ statement }) => untrustedMarkdown(statement, WHOLE));
    return [bullets([line`${untrustedMarkdown(description, WHOLE)}${argued}`]), bullets(sides, 1)];
  });
}

function risks(design: Design): Line[] {
  return claimsOf(design)
    .filter(({ kind }) => kind === 'risk')
    .slice(0, MAX_RISKS)
    .map(
      ({ text, participant }) =>
        line`${untrustedMarkdown(text, WHOLE)} ${italics(line`(${titleOf(design, participant)})`)}`,
    );
}

/** Each in its author's words (J5), with what people decided about it. */
function dissents(design: Design): Section {
  const { dissents: all, decidedBy } = outcomeOf(design);
  const became =
    decidedBy === null
      ? 'No person has decided on it.'
      : {
          accept: `${decidedBy.by} accepted the decision with it.`,
          send_back: 'It is about the text written after people sent the decision back.',
          again: 'It stands beside the decision.',
          stop: `${decidedBy.by} stopped the design.`,
        }[decidedBy.choice];
  return all.flatMap(({ title: who, dissent, reason }) => [
    ...dissentBlocks(who, dissent, WHOLE, reason),
    lines([untrusted(became, WHOLE, { italic: true })]),
  ]);
}
