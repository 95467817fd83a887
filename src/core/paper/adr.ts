import type { Design } from '../design.ts';
import { counted } from '../figures.ts';
import { outcomeOf } from '../outcome/outcome.ts';
import { claimsOf, labelOf } from '../proposal/labels.ts';
import type { Brief } from '../submission.ts';
import { source } from './claims.ts';
import { block, inline, name, quoted } from './markdown.ts';
import { bannerMarkdown, byLetter, list, page, personName, section, titleOf, utcTime } from './pieces.ts';

/**
 * `adr.md`: the decision as an architecture decision record, with the headings of MADR 4. Its metadata stands in a
 * list and not in front-matter, because the banner comes first in every file. `null` when there is no decision.
 */
export function adrMarkdown(design: Design): string | null {
  const { status, endedAt, startedAt } = outcomeOf(design);
  const brief = design.brief?.brief;
  if (brief === undefined || (status !== 'completed' && status !== 'needs_review')) return null;
  return page(
    bannerMarkdown(design),
    `# ${inline(brief.title)}`,
    list([
      `Status: ${decisionStatus(design)}`,
      `Date: ${utcTime(endedAt ?? startedAt).slice(0, 10)}`,
      `Decision-makers: ${decisionMakers(design)}`,
      `Consulted: ${consulted(design)}`,
    ]),
    section('## Context and Problem Statement', block(design.topic), ...answers(design)),
    section('## Decision Drivers', drivers(design)),
    section('## Considered Options', options(design)),
    section(
      '## Decision Outcome',
      `**${inline(brief.decision)}**`,
      block(brief.paragraph),
      section('### Consequences', consequences(brief)),
      section(
        '### Confirmation',
        list(brief.risks.map(({ signal }) => `We would notice: ${inline(signal)}`)),
      ),
    ),
    section('## Pros and Cons of the Options', ...prosAndCons(design)),
    section('## More Information', ...moreInformation(design)),
  );
}

function decisionStatus(design: Design): string {
  const { status, decidedBy } = outcomeOf(design);
  if (status === 'needs_review') return 'proposed, needs review';
  if (decidedBy?.choice === 'accept') return `accepted by ${personName(decidedBy.by)}`;
  return 'proposed: it met every check, and no person has accepted it yet';
}

function decisionMakers(design: Design): string {
  const { decidedBy } = outcomeOf(design);
  return decidedBy === null
    ? `${personName(design.startedBy)} (asked)`
    : `${personName(decidedBy.by)} (decided)`;
}

function consulted(design: Design): string {
  const people = [...new Set(design.replies.map((reply) => name(reply.author)))];
  const personas = design.participants.map(({ id, role }) =>
    role === 'persona' ? titleOf(design, id) : `${titleOf(design, id)} (${role})`,
  );
  return [...people, ...personas.map((persona) => `${persona}, AI`)].join('; ');
}

/** What people said, with their names (J8), and what was assumed where nobody said anything. */
function answers(design: Design): string[] {
  const answered = design.replies.flatMap(({ author, answers: given }) =>
    given.map(({ questionId, text }) => {
      const question = design.questions.find(({ id }) => id === questionId);
      return `${inline(question?.text ?? questionId)} **${name(author)}:** ${inline(text)}`;
    }),
  );
  const assumed = outcomeOf(design).assumptions.map(
    ({ question, assumption }) => `${inline(question)} **Assumed:** ${inline(assumption)}`,
  );
  return [list([...answered, ...assumed])];
}

function drivers(design: Design): string {
  const accounts = design.composites.at(-1)?.composite.accounts ?? [];
  const adopted = new Set(
    accounts.filter(({ disposition }) => disposition === 'adopted').map(({ claim }) => claim),
  );
  return list(
    claimsOf(design)
      .filter(({ id, kind }) => kind === 'reason' && adopted.has(id))
      .map((claim) => `${inline(claim.text)} *(${titleOf(design, claim.participant)}; ${source(claim)})*`),
  );
}

function options(design: Design): string {
  return list(
    byLetter(design).map(
      ({ participant, proposal }) =>
        `**${labelOf(design, participant)}** ${inline(proposal.headline)} (${titleOf(design, participant)})`,
    ),
  );
}

function consequences({ steps, risks, notDoing }: Brief): string {
  return list([
    ...risks.map(({ risk }) => `Bad: ${inline(risk)}`),
    ...notDoing.map(({ what, why }) => `Neutral: not done: ${inline(what)} ${inline(why)}`),
    ...(steps.length === 0
      ? []
      : [`Done in ${counted(steps.length, 'step')}, each with a way back: see brief.md`]),
  ]);
}

function prosAndCons(design: Design): string[] {
  const word = {
    decision: 'Proposes',
    reason: 'Good, because',
    risk: 'Bad, because',
    cost: 'Bad, because it costs',
    assumption: 'Assumes',
  };
  return byLetter(design).map(({ participant, proposal }) => {
    const label = labelOf(design, participant);
    const claims = claimsOf(design).filter((claim) => claim.label === label);
    return section(
      `### ${label}: ${inline(proposal.headline)}`,
      list(
        claims.map((claim) => `${word[claim.kind]}: ${inline(claim.text)} *(${claim.id}; ${source(claim)})*`),
      ),
    );
  });
}

function moreInformation(design: Design): string[] {
  const dissents = outcomeOf(design).dissents.map(
    ({ participant, dissent }) => `${titleOf(design, participant)} dissents:\n\n${quoted(dissent)}`,
  );
  return [...dissents, 'How it came about: brief.md, transcript.md and the proposals beside this file.'];
}
