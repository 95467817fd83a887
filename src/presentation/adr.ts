import { type Decided, decidedIn } from '../core/decision/decided.ts';
import { adoptedClaims } from '../core/decision/fates.ts';
import { settledByPeople } from '../core/differences/sides.ts';
import { verdictsOf } from '../core/follow-up/decision-status.ts';
import { outcomeOf } from '../core/outcome/outcome.ts';
import type { LabelledClaim } from '../core/proposals/labels.ts';
import { answersIn, isAssumed } from '../core/questions/questions.ts';
import type { Design } from '../core/vocabulary/design.ts';
import { decisionStatusWords } from './afterwards.ts';
import { banner } from './banner.ts';
import { sourceLine } from './citations.ts';
import { italics, recordLink } from './claims.ts';
import { decisionSection, decisionTitle, rejectedBy } from './decision-document.ts';
import { followedUp } from './earlier.ts';
import {
  joined,
  type Line,
  line,
  lines,
  list,
  part,
  reference,
  type Section,
  title,
  untrusted,
  untrustedMarkdown,
  untrustedMarkdownBlock,
  WHOLE,
} from './format/document.ts';
import { fileMarkdown } from './format/markdown.ts';
import { person, titleOf, titlesOf } from './format/people.ts';
import { utcTime } from './format/time.ts';
import { byLetter } from './proposal.ts';
import { assumedLine, shownAnswer } from './questions.ts';
import { dissentsOf } from './signatures.ts';

/**
 * `adr.md`: the current decision as an architecture decision record with the headings of MADR 4. Metadata are a list instead of
 * front matter, because the banner comes first in every file. `null` without a decision.
 */
export function adrMarkdown(design: Design): string | null {
  const { status: ending, endedAt, startedAt } = outcomeOf(design);
  const decided = decidedIn(design);
  if (decided === null || (ending !== 'completed' && ending !== 'needs_review')) return null;
  const text = decisionSection(design, decided);
  const judges = verdictsOf(design);
  const judged = decisionStatusWords(design);
  const status = judged === '' ? decisionStatus(design) : untrusted(judged, WHOLE);
  // Questions do not change a decision.
  const since = design.followUps.findLast(({ type }) => type !== 'record_asked')?.at;
  return fileMarkdown(
    banner(design, true),
    [title(1, [untrusted(decisionTitle(design), WHOLE)])],
    list([
      line`Status: ${status}`,
      line`Date: ${utcTime(since ?? endedAt ?? startedAt).slice(0, 10)}`,
      line`Decision-makers: ${joined([...decisionMakers(design), ...judges.map(({ by, verdict }) => line`${person(by)} (${verdict} it)`)], '; ')}`,
      line`Consulted: ${consulted(design)}`,
      line`Signed by: ${signedBy(design)}`,
    ]),
    part(2, 'Context and Problem Statement', [untrustedMarkdownBlock(design.topic, WHOLE)], answers(design)),
    part(2, 'Considered Options', consideredOptions(design)),
    part(
      2,
      'Decision Outcome',
      text,
      rejectedBy(design, decided),
      part(3, 'Consequences', consequences(design, decided)),
    ),
    part(2, 'More Information', moreInformation(design)),
  );
}

function decisionStatus(design: Design): Line {
  const { status, decidedBy, isNeutral, mark } = outcomeOf(design);
  if (isNeutral) return line`a rehearsal; nothing was decided`;
  if (status === 'needs_review') return line`proposed, needs review`;
  if (decidedBy?.choice === 'accept') return line`accepted by ${person(decidedBy.by)}`;
  if (mark !== '') return line`a written example, not to be accepted`;
  return line`proposed: no person has accepted it yet`;
}

function decisionMakers(design: Design): Line[] {
  const { decidedBy } = outcomeOf(design);
  const settled = new Set(settledByPeople(design).map(({ person: by }) => by));
  const [first, did] = decidedBy === null ? [design.startedBy, 'asked'] : [decidedBy.by, 'decided'];
  return [...new Set([first, ...settled])].map((by) => {
    const parts = [...(by === first ? [did] : []), ...(settled.has(by) ? ['settled a difference'] : [])];
    return line`${person(by)} (${parts.join(', ')})`;
  });
}

function consulted(design: Design): Line {
  const people = [...new Set(design.replies.map((reply) => reply.author))].map((by) => person(by));
  const personas = design.participants.map(({ id }) => id);
  const kind = design.rehearsal ? 'personas played without a model' : 'AI personas';
  return joined([...people, line`${kind} (${titlesOf(design, personas)})`], '; ');
}

/** Signers and dissenters, sorted so that the order does not show who was faster. */
function signedBy(design: Design): Line {
  const titles = (isDissent: boolean) => {
    const its = design.signatures.filter(({ verdict }) => (verdict === 'dissents') === isDissent);
    return titlesOf(design, its.map(({ participant }) => participant).toSorted());
  };
  const [signs, dissents] = [titles(false), titles(true)];
  const beside = dissents.length === 0 ? '' : line`; dissent by ${dissents}`;
  return line`${signs.length === 0 ? 'nobody' : signs}${beside}`;
}

/** People's answers by name (J8), and assumptions where no one answered. */
function answers(design: Design): Section {
  const all = design.replies.flatMap((reply) =>
    answersIn(reply).map((each) => ({ author: reply.author, ...each })),
  );
  const answered = [...new Set(all.map(({ questionId }) => questionId))].map((id) => {
    const question = untrustedMarkdown(design.questions.find((each) => each.id === id)?.text ?? id, WHOLE);
    const said = all
      .filter(({ questionId }) => questionId === id)
      .map(
        ({ author, text }) =>
          line`${untrusted(`${author}:`, WHOLE, { bold: true })} ${untrustedMarkdown(shownAnswer(text, WHOLE), WHOLE)}`,
      );
    const { status = 'open', assumption = '' } = design.questions.find((each) => each.id === id) ?? {};
    const before = isAssumed({ status }) ? line` ${assumedLine(assumption, WHOLE)} · answered later by` : '';
    return line`${question}${before} ${joined(said, ' ')}`;
  });
  const isAnswered = ({ id }: Design['questions'][number]) => all.some(({ questionId }) => questionId === id);
  const assumed = design.questions
    .filter((question) => isAssumed(question) && !isAnswered(question))
    .map(({ text, assumption }) => line`${untrustedMarkdown(text, WHOLE)} ${assumedLine(assumption, WHOLE)}`);
  return list([...answered, ...assumed]);
}

/** The headlines of all proposals. */
export function consideredOptions(design: Design): Section {
  return list(byLetter(design).map(({ proposal }) => untrustedMarkdown(proposal.headline, WHOLE)));
}

function consequences(design: Design, { decision }: Decided): Section {
  const costs = adoptedClaims(design).filter(({ kind }) => kind === 'cost');
  return list([untrustedMarkdown(decision.harder, WHOLE), ...costs.map((claim) => claimText(design, claim))]);
}

function claimText(design: Design, claim: LabelledClaim): Line {
  const from = titleOf(design, claim.participant);
  const source = line`(${recordLink(claim.id)}, ${from}; ${sourceLine(design, claim)})`;
  return line`${untrustedMarkdown(claim.text, WHOLE)} ${italics(source)}`;
}

function moreInformation(design: Design): Section {
  const files = ['record.md', 'transcript.md'].map((name) => [reference(name, name)]);
  return [
    ...followedUp(design),
    ...dissentsOf(design),
    lines(line`How it came about: ${joined(files, ' and ')}.`),
  ];
}
