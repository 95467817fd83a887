import { claimsOf, type LabelledClaim, unknownClaims } from '../proposal/labels.ts';
import type { Author } from '../round/turns.ts';
import { type Refusal, refuse, refuseForAll } from '../vocabulary/commands.ts';
import type { Design, Divergence } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import type { ClaimId, DivergenceId } from '../vocabulary/ids.ts';
import { repeated } from '../vocabulary/named.ts';
import type { MappedDifference, SubmissionInput } from '../vocabulary/submission.ts';
import { differenceLabel } from './labels.ts';

/** Differences that all who argue may add to a map together. Our own choice. */
const MAX_ADDED = 4;

/**
 * Records the map of differences. The synthesizer speaks of claims; the holders of a position are computed from them (J3, J6).
 * The map is refused if a decision claim is missing, so an empty one cannot make two exclusive proposals agree.
 */
export function mapDivergences(
  draft: Draft,
  author: Author,
  input: SubmissionInput<'map_divergences'>,
): Refusal | null {
  const claims = claimsOf(draft.design);
  const agreed = input.agreements.flatMap((agreement) => agreement.claims);
  const refusal = refuseForAll([
    ...unknownClaims(claims, agreed, (ids) => `An agreement names ${ids}`),
    ...checkDifferences(draft.design, input.divergences, 'Difference'),
    ...misplacedDecisions(claims, input, agreed),
  ]);
  if (refusal !== null) return refusal;
  const divergences = input.divergences.map((each, index) =>
    mapped(draft.design, each, `D${index + 1}` as const),
  );
  draft.record({ type: 'divergences_mapped', ...author, agreements: input.agreements, divergences });
  return null;
}

/** Returns a difference with its id and the holders of each position: the authors of its claims. */
function mapped(design: Design, { description, impact, positions }: MappedDifference, id: DivergenceId) {
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

/** Returns the reasons why these cannot be on the map, each or twice. `what` names them, with a capital letter. */
function checkDifferences(design: Design, differences: readonly MappedDifference[], what: string): Refusal[] {
  const places = differences.map(positionsByClaims);
  const twice = repeated(places).map((place) => {
    const numbers = places.flatMap((each, index) => (each === place ? [index + 1] : [])).join(', ');
    const message = `${what}s ${numbers} have the same positions, made of the same claims; a difference stands on the map once. Keep the one that asks what would be decided otherwise.`;
    return refuse('invalid', message);
  });
  return [
    ...differences.flatMap((each, index) => checkDifference(design, each, `${what} ${index + 1}`)),
    ...twice,
  ];
}

/** Returns equal text for the same claims on the same positions, in any order. */
function positionsByClaims({ positions }: MappedDifference): string {
  return positions
    .map(({ claims }) => claims.toSorted().join())
    .toSorted()
    .join(' ');
}

function checkDifference(design: Design, { positions }: MappedDifference, where: string): Refusal[] {
  const claims = claimsOf(design);
  const named = positions.flatMap((position) => position.claims);
  const unknown = unknownClaims(claims, named, (ids) => `${where} names ${ids}`);
  if (unknown.length > 0) return unknown;
  const twice = repeated(named);
  if (twice.length > 0) {
    const message = `${where} puts ${twice.join(', ')} on more than one position; a claim stands on one.`;
    return [refuse('invalid', message)];
  }
  const onPosition = (label: string) =>
    positions.filter(({ claims: ids }) => ids.some((id) => isOf(id, label)));
  const labels = new Set(claims.map(({ label }) => label));
  const split = [...labels].filter((label) => onPosition(label).length > 1);
  return split.map((label) => {
    const its = named.filter((id) => isOf(id, label)).join(', ');
    const message = `${where} puts claims of proposal ${label} (${its}) on different positions; a proposal holds one at most. Leave out those that do not take its side.`;
    return refuse('invalid', message);
  });
}

function isOf(claim: ClaimId, label: string): boolean {
  return claim.startsWith(`${label}-`);
}

function misplacedDecisions(
  claims: readonly LabelledClaim[],
  { divergences }: SubmissionInput<'map_divergences'>,
  agreed: readonly ClaimId[],
): Refusal[] {
  const placed = new Set([
    ...agreed,
    ...divergences.flatMap(({ positions }) => positions.flatMap((position) => position.claims)),
  ]);
  const left = claims.filter(({ kind, id }) => kind === 'decision' && !placed.has(id)).map(({ id }) => id);
  if (left.length === 0) return [];
  const message = `These decision claims stand in no agreement and on no position: ${left.join(', ')}. Put each on a position of a difference, or in an agreement if nobody speaks against it.`;
  return [refuse('incomplete', message)];
}

/** Returns the reasons why a missed difference cannot be added to the map. */
export function checkMissed(design: Design, missed: readonly MappedDifference[]): Refusal[] {
  const added = design.divergences.filter(({ addedIn }) => addedIn !== null).length;
  const fresh = missed.filter((each) => !isOnMap(design, each));
  const tooMany = `No more than ${MAX_ADDED} differences can be added to a map, and ${added} are. Leave \`missed\` empty, or keep what matters most.`;
  const reopened = fresh.flatMap((each) => settledBetween(design, each) ?? []);
  return [
    ...(added + fresh.length > MAX_ADDED ? [refuse('invalid', tooMany)] : []),
    ...reopened.map(({ id, settlement }) => {
      const message = `${settlement?.person} has settled difference ${differenceLabel(id)} between these proposals, and it is not argued again under another name. Leave it out of \`missed\`; say it once, as a dissent, when you sign.`;
      return refuse('invalid', message);
    }),
    ...checkDifferences(design, missed, 'Missed difference'),
  ];
}

/** Adds missed differences that are not on the map yet: two authors may miss the same, and neither sees the other's. */
export function addMissed(draft: Draft, author: Author, missed: readonly MappedDifference[]): void {
  for (const each of missed) {
    if (isOnMap(draft.design, each)) continue;
    const id = `D${draft.design.divergences.length + 1}` as const;
    draft.record({ type: 'divergence_added', ...author, divergence: mapped(draft.design, each, id) });
  }
}

function isOnMap({ divergences }: Design, { positions }: MappedDifference): boolean {
  const isSame = (divergence: Divergence) => {
    const places = positions.map(({ claims }) =>
      divergence.positions.findIndex((other) => other.claims.some((claim) => claims.includes(claim))),
    );
    return !places.includes(-1) && new Set(places).size === places.length;
  };
  return divergences.some(isSame);
}

/** Finds the difference that a person has settled between the proposals that this one would oppose once more (J8). */
function settledBetween({ divergences }: Design, { positions }: MappedDifference): Divergence | undefined {
  const letters = (claims: readonly string[]) => new Set(claims.map((claim) => claim.split('-', 1)[0]));
  const sides = positions.map(({ claims }) => letters(claims));
  return divergences.find(({ settlement, positions: settled }) => {
    if (settlement?.outcome !== 'settled_by_person') return false;
    const known = settled.map(({ claims }) => letters(claims));
    const places = sides.map((side) =>
      known.findIndex((each) => [...side].some((letter) => each.has(letter))),
    );
    return new Set(places.filter((place) => place !== -1)).size > 1;
  });
}
