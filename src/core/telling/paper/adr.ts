import { settledByPeople } from '../../divergence/sides.ts';
import { outcomeOf } from '../../outcome/outcome.ts';
import { claimsOf, type LabelledClaim } from '../../proposal/labels.ts';
import { adoptedClaims, type Decided, decidedIn, finalAccount } from '../../synthesis/decided.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { Decision } from '../../vocabulary/submission.ts';
import { block, inline, name, quoted } from '../render/escape.ts';
import { citationLine } from './citations.ts';
import { decisionMarkdown } from './decision.ts';
import {
  bannerMarkdown,
  byLetter,
  list,
  page,
  personName,
  recordLink,
  section,
  titleOf,
  titlesOf,
  utcTime,
} from './pieces.ts';

/**
 * `adr.md`: the decision as an architecture decision record, with the headings of MADR 4. Its metadata stands in a
 * list and not in front-matter, because the banner comes first in every file. `null` when there is no decision.
 */
export function adrMarkdown(design: Design): string | null {
  const { status, endedAt, startedAt } = outcomeOf(design);
  const decided = decidedIn(design);
  if (decided === null || (status !== 'completed' && status !== 'needs_review')) return null;
  const text = decisionMarkdown(design, decided);
  return page(
    bannerMarkdown(design, text),
    `# ${inline(decided.decision.title)}`,
    list([
      `Status: ${decisionStatus(design)}`,
      `Date: ${utcTime(endedAt ?? startedAt).slice(0, 10)}`,
      `Decision-makers: ${decisionMakers(design)}`,
      `Consulted: ${consulted(design)}`,
      `Signed by: ${signedBy(design)}`,
    ]),
    section('## Context and Problem Statement', block(design.topic), ...answers(design)),
    section('## Considered Options', options(design, decided)),
    section('## Decision Outcome', text, section('### Consequences', consequences(design, decided))),
    section('## Pros and Cons of the Options', ...prosAndCons(design, decided)),
    section('## More Information', ...moreInformation(design, decided, text)),
  );
}

function decisionStatus(design: Design): string {
  const { status, decidedBy, isNeutral, mark } = outcomeOf(design);
  if (isNeutral) return 'a rehearsal; nothing was decided';
  if (status === 'needs_review') return 'proposed, needs review';
  if (decidedBy?.choice === 'accept') return `accepted by ${personName(decidedBy.by)}`;
  if (mark !== '') return 'a written example, for nobody to accept';
  return 'proposed: it met every check, and no person has accepted it yet';
}

function decisionMakers(design: Design): string {
  const { decidedBy } = outcomeOf(design);
  const settled = new Set(settledByPeople(design).map(({ person }) => person));
  const [first, did] = decidedBy === null ? [design.startedBy, 'asked'] : [decidedBy.by, 'decided'];
  return [...new Set([first, ...settled])]
    .map((person) => {
      const parts = [
        ...(person === first ? [did] : []),
        ...(settled.has(person) ? ['settled a difference'] : []),
      ];
      return `${personName(person)} (${parts.join(', ')})`;
    })
    .join('; ');
}

function consulted(design: Design): string {
  const people = [...new Set(design.replies.map((reply) => name(reply.author)))];
  const personas = design.participants.map(({ id }) => id);
  const kind = design.rehearsal ? 'personas played without a model' : 'AI personas';
  return [...people, `${kind} (${titlesOf(design, personas)})`].join('; ');
}

/** Under whose names the text stands, and who dissents from it, in an order that does not tell who was faster. */
function signedBy(design: Design): string {
  const titles = (wanted: 'signs' | 'dissents') => {
    const its = design.signatures.filter(({ verdict }) => verdict === wanted);
    return titlesOf(design, its.map(({ participant }) => participant).toSorted());
  };
  const dissents = titles('dissents');
  return `${titles('signs') || 'nobody'}${dissents === '' ? '' : `; dissent by ${dissents}`}`;
}

/** What people said, with their names (J8), and what was assumed where nobody said anything. */
function answers(design: Design): string[] {
  const given = design.replies.flatMap(({ author, answers: its }) =>
    its.map((each) => ({ author, ...each })),
  );
  const answered = [...new Set(given.map(({ questionId }) => questionId))].map((id) => {
    const question = inline(design.questions.find((each) => each.id === id)?.text ?? id);
    const said = given
      .filter(({ questionId }) => questionId === id)
      .map(({ author, text }) => `**${name(author)}:** ${inline(text)}`);
    return `${question} ${said.join(' ')}`;
  });
  const assumed = outcomeOf(design).assumptions.map(
    ({ question, assumption }) => `${inline(question)} **Assumed:** ${inline(assumption)}`,
  );
  return [list([...answered, ...assumed])];
}

/** As the decision names them; else the proposals by what they say. */
function options(design: Design, { decision }: Decided): string {
  const named = decision.options.map(({ name: option, verdict }) => `${inline(option)} (${verdict})`);
  const proposed = byLetter(design).map(({ proposal }) => inline(proposal.headline));
  return list(named.length > 0 ? named : proposed);
}

/** What the decision costs, by the claims that hold in it and speak of nothing but what is chosen. */
function consequences(design: Design, { decision }: Decided): string {
  const isChosen = chosen(design, decision);
  return list(
    adoptedClaims(design)
      .filter((claim) => claim.kind === 'cost' && isChosen(claim))
      .map((claim) => forOrAgainst(design, claim)),
  );
}

/** Whether a claim is about what is chosen, or about no option, as far as code can know: by its words, or by its place. */
function chosen(design: Design, { options: all }: Decision): (claim: LabelledClaim) => boolean {
  const [taken, others] = [true, false].map((is) =>
    all.filter(({ verdict }) => (verdict === 'chosen') === is),
  );
  const namesOf = (some: Decision['options'] = []) => some.map(({ name: option }) => keyOf(option));
  const listed = (taken ?? []).flatMap(({ claims }) => claims);
  const spokenFor = claimsOf(design)
    .filter(({ id, kind, stance }) => kind === 'decision' && stance === 'for' && listed.includes(id))
    .map(({ about }) => keyOf(about));
  const its = ['', ...namesOf(taken), ...spokenFor];
  return ({ id, about }) =>
    !namesOf(others).includes(keyOf(about)) && (its.includes(keyOf(about)) || listed.includes(id));
}

/** Only what a claim that was not rejected says itself: which option it is about, and whether for it or against. */
function prosAndCons(design: Design, decided: Decided): string[] {
  const claims = argued(design, decided);
  return [...new Set(claims.map(({ about }) => keyOf(about)))].map((key) => {
    const its = claims.filter(({ about }) => keyOf(about) === key);
    return section(
      `### ${inline(its[0]?.about ?? key)}`,
      list(its.map((claim) => forOrAgainst(design, claim))),
    );
  });
}

function argued(design: Design, { accounts }: Decided): LabelledClaim[] {
  return claimsOf(design).filter(
    ({ id, about, stance }) =>
      about !== '' && stance !== 'neither' && finalAccount(accounts, id)?.disposition !== 'rejected',
  );
}

function forOrAgainst(design: Design, claim: LabelledClaim): string {
  return `${claim.stance === 'for' ? 'Good' : 'Bad'}: ${claimText(design, claim)}`;
}

function claimText(design: Design, claim: LabelledClaim): string {
  const from = titleOf(design, claim.participant);
  return `${inline(claim.text)} *(${recordLink(claim.id)}, ${from}; ${citationLine(design, claim)})*`;
}

function keyOf(about: string): string {
  return about.trim().toLowerCase();
}

/** The claims that the decision's text leads to by their ids alone: the record may not be at hand where this is read. */
function restsOn(design: Design, decided: Decided, text: string): string[] {
  const above = argued(design, decided);
  const isTold = (claim: LabelledClaim) =>
    text.includes(inline(claim.text)) || above.some(({ id }) => id === claim.id);
  const others = claimsOf(design).filter((claim) => text.includes(recordLink(claim.id)) && !isTold(claim));
  const lines = others.map((claim) => {
    const isRejected = finalAccount(decided.accounts, claim.id)?.disposition === 'rejected';
    return `${isRejected ? 'Rejected: ' : ''}${claimText(design, claim)}`;
  });
  return lines.length === 0 ? [] : ['What else the decision names by its id:', list(lines)];
}

function moreInformation(design: Design, decided: Decided, text: string): string[] {
  const dissents = outcomeOf(design).dissents.map(
    ({ participant, dissent }) => `${titleOf(design, participant)} dissents:\n\n${quoted(dissent)}`,
  );
  return [
    ...restsOn(design, decided, text),
    ...dissents,
    'How it came about: [record.md](record.md) and [transcript.md](transcript.md).',
  ];
}
