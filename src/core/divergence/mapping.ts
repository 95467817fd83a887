import { type Refusal, refuse } from '../commands.ts';
import type { Design } from '../design.ts';
import type { Draft } from '../draft.ts';
import type { ClaimId, DivergenceId } from '../ids.ts';
import { claimsOf, type LabelledClaim } from '../proposal/labels.ts';
import { repeated } from '../repeated.ts';
import type { Author } from '../round/contribution.ts';
import type { MappedDifference, SubmissionInput } from '../submission.ts';

/**
 * The synthesizer speaks of claims; who holds a position is computed from them (J3, J6). A decision claim that stands
 * nowhere makes the map refused, so that two proposals that exclude each other cannot be called agreed by an empty one.
 */
export function mapDivergences(
  draft: Draft,
  author: Author,
  input: SubmissionInput<'map_divergences'>,
): Refusal | null {
  const claims = claimsOf(draft.design);
  const agreed = input.agreements.flatMap((agreement) => agreement.claims);
  const refusal =
    unknownClaims(claims, 'An agreement', agreed) ??
    checkDifferences(draft.design, input.divergences, 'Difference') ??
    misplacedDecisions(claims, input, agreed);
  if (refusal !== null) return refusal;
  const divergences = input.divergences.map((each, index) =>
    mapped(draft.design, each, `D${index + 1}` as const),
  );
  draft.record({ type: 'divergences_mapped', ...author, agreements: input.agreements, divergences });
  return null;
}

/** A difference with its id and with those who hold each position: the authors of its claims. */
export function mapped(
  design: Design,
  { description, impact, positions }: MappedDifference,
  id: DivergenceId,
) {
  const claims = claimsOf(design);
  return {
    id,
    description,
    impact,
    positions: positions.map(({ statement, claims: ids }, place) => ({
      id: `P${place + 1}`,
      statement,
      claims: ids,
      holders: [
        ...new Set(claims.filter((claim) => ids.includes(claim.id)).map((claim) => claim.participant)),
      ],
    })),
  };
}

/** Why one of these cannot be on the map, or cannot be there twice; `what` they are called, with a capital letter. */
export function checkDifferences(
  design: Design,
  differences: readonly MappedDifference[],
  what: string,
): Refusal | null {
  for (const [index, difference] of differences.entries()) {
    const refusal = checkDifference(design, difference, `${what} ${index + 1}`);
    if (refusal !== null) return refusal;
  }
  const places = differences.map(positionsByClaims);
  const [twice] = repeated(places);
  if (twice === undefined) return null;
  const numbers = places.flatMap((place, index) => (place === twice ? [index + 1] : [])).join(', ');
  const message = `${what}s ${numbers} have the same positions, made of the same claims; a difference stands on the map once. Keep the one that asks what would be decided otherwise.`;
  return refuse('invalid', message);
}

/** The same text for the same claims on the same positions, in whatever order. */
function positionsByClaims({ positions }: MappedDifference): string {
  return positions
    .map(({ claims }) => claims.toSorted().join())
    .toSorted()
    .join(' ');
}

function checkDifference(design: Design, { positions }: MappedDifference, where: string): Refusal | null {
  const claims = claimsOf(design);
  const named = positions.flatMap((position) => position.claims);
  const unknown = unknownClaims(claims, where, named);
  if (unknown !== null) return unknown;
  const twice = repeated(named);
  if (twice.length > 0) {
    return refuse(
      'invalid',
      `${where} puts ${twice.join(', ')} on more than one position; a claim stands on one.`,
    );
  }
  const onPosition = (label: string) =>
    positions.filter(({ claims: ids }) => ids.some((id) => isOf(id, label)));
  const labels = new Set(claims.map(({ label }) => label));
  const split = [...labels].find((label) => onPosition(label).length > 1);
  if (split === undefined) return null;
  const its = named.filter((id) => isOf(id, split)).join(', ');
  const message = `${where} puts claims of proposal ${split} (${its}) on different positions; a proposal holds one at most. Leave out those that do not take its side.`;
  return refuse('invalid', message);
}

function isOf(claim: ClaimId, label: string): boolean {
  return claim.startsWith(`${label}-`);
}

function unknownClaims(
  claims: readonly LabelledClaim[],
  where: string,
  named: readonly ClaimId[],
): Refusal | null {
  const known = claims.map((claim) => claim.id);
  const unknown = [...new Set(named.filter((id) => !known.includes(id)))];
  if (unknown.length === 0) return null;
  const message = `${where} names ${unknown.join(', ')}; the claims are ${known.join(', ')}.`;
  return refuse('unknown_reference', message);
}

function misplacedDecisions(
  claims: readonly LabelledClaim[],
  { divergences }: SubmissionInput<'map_divergences'>,
  agreed: readonly ClaimId[],
): Refusal | null {
  const placed = new Set([
    ...agreed,
    ...divergences.flatMap(({ positions }) => positions.flatMap((position) => position.claims)),
  ]);
  const left = claims.filter(({ kind, id }) => kind === 'decision' && !placed.has(id)).map(({ id }) => id);
  if (left.length === 0) return null;
  const message = `These decision claims stand in no agreement and on no position: ${left.join(', ')}. Put each on a position of a difference, or in an agreement if nobody speaks against it.`;
  return refuse('incomplete', message);
}
