/**
 * The proposals and where they differ: by letter for facilitators and signers (J3), and for those who
 * argue by position alone (J2).
 */

import { claimsOf } from '#design/claims.ts';
import type { CheckedCitation } from '#design/events.ts';
import { letterOf } from '#design/participants.ts';
import type { Design, Proposal } from '#design/state.ts';
import { listArgued, listShownClaims } from './arguing.ts';
import { joinParts, list, oneLine, quote, section } from './material.ts';

export function proposalsSection(design: Design): string {
  const { proposals, loneFacts } = design;
  return section(
    'The proposals',
    ...proposals.map((proposal) =>
      quote(`Proposal ${proposal.letter}`, describeProposal(design, proposal)),
    ),
    loneFacts.length === 0
      ? ''
      : `Facts that only one proposal has, and that would change the answer:\n${list(loneFacts.map(({ claim, why }) => `${claim}: ${oneLine(why)}`))}`,
  );
}

/** A proposal, without its author's confidence. */
export function describeProposal(design: Design, { letter, proposal }: Proposal): string {
  const { headline, reasons, steps, nextBest, changesMind, rationale } = proposal;
  const claims = claimsOf(design)
    .filter((claim) => claim.letter === letter)
    .map((claim) => {
      const kind = `${claim.kind}${claim.against ? ', against its own answer' : ''}`;
      return `${claim.name} (${kind}) ${oneLine(claim.text)}${sayCited(claim, claim.citation)}`;
    });
  return joinParts(
    headline,
    reasons,
    `Claims:\n${list(claims)}`,
    `Steps:\n${list(steps.map(oneLine))}`,
    `The next best way, and why not: ${nextBest}`,
    `What would change its mind: ${changesMind}`,
    `What makes it more or less sure: ${rationale}`,
  );
}

const STATUS_WORDS: Readonly<Record<CheckedCitation['status'], string>> = {
  stands: 'stands there',
  absent: 'does not stand there',
  not_looked_up: 'was not looked up',
};

export function sayCited(
  { place, quote: words }: { readonly place: string; readonly quote: string },
  citation: CheckedCitation | null | undefined,
): string {
  if (place === '') return '';
  const checked = citation ? `, ${STATUS_WORDS[citation.status]}` : '';
  return ` [${oneLine(place)}: “${oneLine(words)}”${checked}]`;
}

export function differencesSection(design: Design): string {
  return section(
    'Where they differ',
    ...(design.differences ?? []).map(
      ({ id, description, impact, cost, positions, arguments: said }) =>
        joinParts(
          `${id}, impact ${impact}: ${oneLine(description)} A wrong choice costs: ${oneLine(cost)}`,
          list(
            positions.map(({ id: position, statement, holders }) => {
              const by =
                holders
                  .map((id) => letterOf(design, id))
                  .toSorted()
                  .join(', ') || 'nobody now';
              return `${position}, held by ${by}: ${oneLine(statement)}`;
            }),
          ),
          said.length === 0
            ? ''
            : `Argued:\n${list(
                said.map(({ participant, claim, answer, movedBy, from, position }) => {
                  const move =
                    from === position
                      ? `stays with ${position}`
                      : `moves from ${from} to ${position} by ${movedBy}`;
                  return `${letterOf(design, participant)} on ${claim}: ${oneLine(answer)} (${move})`;
                }),
              )}`,
        ),
    ),
  );
}

export function arguedSection(design: Design): string {
  return section(
    'Where the proposals differ',
    'Under each position stand equally many claims of those who hold it, in no order that means anything.',
    ...listArgued(design).map((difference) => {
      const claims = listShownClaims(design, difference);
      return joinParts(
        `${difference.id}: ${oneLine(difference.description)} A wrong choice costs: ${oneLine(difference.cost)}`,
        ...difference.positions.map(({ id, statement }, index) =>
          quote(
            `Position ${id}`,
            joinParts(
              statement,
              list(
                (claims[index] ?? []).map(
                  (claim) =>
                    `${claim.alias} (${claim.kind}) ${oneLine(claim.text)}${sayCited(claim, claim.citation)}`,
                ),
              ),
            ),
          ),
        ),
      );
    }),
  );
}
