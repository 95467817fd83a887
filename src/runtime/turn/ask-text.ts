import type { Design } from '../../core/design.ts';
import { stancesAtOpening } from '../../core/divergence/stances.ts';
import { claimsOf, type LabelledClaim, labelOf } from '../../core/proposal/labels.ts';
import type { Ask } from './ask.ts';
import { material } from './material-text.ts';
import { ASKS, endThisTurnWith } from './texts.ts';

/**
 * The question itself: what the round wants, then the facts that a submission may refer to, in fixed words, and
 * last the terminal tools in backticks, because newer models refuse to have a tool forced upon them.
 */
export function askText(design: Design, ask: Ask): string {
  const facts = factsFor(design, ask).filter((fact) => fact !== '');
  const parts = [ASKS[ask.kind], ...(facts.length === 0 ? [] : [facts.join('\n')])];
  return [...parts, endThisTurnWith(ask.terminalTools)].join('\n\n');
}

function factsFor(design: Design, ask: Ask): string[] {
  switch (ask.kind) {
    case 'questions':
    case 'audit':
      return [];
    case 'proposals':
      return [listed('Assumptions', assumed(ask))];
    case 'mapping':
      return [listed('Proposals', [...new Set(ask.claims.map((claim) => claim.label))])];
    case 'argument':
      return argumentFacts(design, ask);
    case 'composite':
      return [
        listed('Claims to account for', claimIds(ask)),
        listed('Found by one proposal alone, with a citation', foundAlone(claimsOf(design))),
        listed('Unresolved', unresolved(design)),
      ];
    case 'signing':
      return signingFacts(design, ask);
    case 'brief':
      return [listed('Assumptions', assumed(ask)), listed('Unresolved', unresolved(design))];
  }
}

function listed(name: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `${name}: ${items.join(', ')}`;
}

function claimIds(ask: Ask): string[] {
  return ask.claims.map((claim) => claim.id);
}

function assumed(ask: Ask): string[] {
  return ask.assumptions.map(({ id }) => id);
}

function unresolved(design: Design): string[] {
  return design.divergences.filter((each) => each.settlement?.outcome === 'unresolved').map(({ id }) => id);
}

/** The claims of those who held another position when the round opened (J6). */
function argumentFacts(design: Design, ask: Ask): string[] {
  const divergence = design.divergences.find((each) => each.id === ask.divergence?.id);
  if (ask.divergence === null || divergence === undefined) return [];
  const { id, description, positions, ownPosition } = ask.divergence;
  const opposed = stancesAtOpening(design, divergence, ask.roundId)
    .filter((stance) => stance.position !== ownPosition)
    .map((stance) => labelOf(design, stance.participant));
  const theirs = ask.claims.filter((claim) => opposed.includes(claim.label));
  return [
    material(
      `divergence ${id}`,
      [description, ...positions.map((position) => `${position.id}: ${position.statement}`)].join('\n'),
    ),
    ownPosition === '' ? '' : `You hold ${ownPosition}.`,
    listed(
      'Claims on the other side',
      theirs.map((claim) => claim.id),
    ),
  ];
}

/** What the composite made of the signer's own claims, where it is not simply adopted. */
function signingFacts(design: Design, ask: Ask): string[] {
  const composite = design.composites.at(-1)?.composite;
  if (composite === undefined || ask.ownLabel === '') return [];
  const own = new Set(ask.claims.filter((claim) => claim.label === ask.ownLabel).map((claim) => claim.id));
  return composite.accounts
    .filter((account) => own.has(account.claim) && account.disposition !== 'adopted')
    .map(({ claim, disposition, into }) => {
      const how = disposition === 'merged' ? `merged into ${into}` : disposition;
      return `Your claim ${claim} was ${how}.`;
    });
}

/** Claims whose citation no other proposal has (J4). Compared without line numbers, which differ by a little. */
function foundAlone(claims: readonly LabelledClaim[]): string[] {
  const place = (claim: LabelledClaim): string => claim.citation.split(':')[0] ?? '';
  return claims
    .filter((claim) => claim.citation !== '')
    .filter((claim) => !claims.some((other) => other.label !== claim.label && place(other) === place(claim)))
    .map((claim) => claim.id);
}
