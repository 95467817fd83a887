import type { Author } from '../round/turns.ts';
import { type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Design, Divergence } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import type { ClaimId, RoundId } from '../vocabulary/ids.ts';
import type { MappedDifference } from '../vocabulary/submission.ts';
import { checkDifferences, mapped, positionsByClaims } from './differences.ts';
import { claimNamed, claimsShown, differenceLabel } from './labels.ts';

/** Differences that all who argue may add to a map together. Our own choice. */
const MAX_ADDED = 4;

/** Reads differences that an arguer has missed: it names claims by the numbers of its turn. One that is given twice counts once. */
export function readMissed(
  design: Design,
  roundId: RoundId,
  given: readonly MappedDifference[],
): { readonly missed: MappedDifference[]; readonly refusals: Refusal[] } {
  const shown = claimsShown(design, roundId);
  const unknown = given
    .flatMap(({ positions }) => positions.flatMap(({ claims }) => claims))
    .filter((name) => claimNamed(design, roundId, name) === null);
  if (unknown.length > 0) {
    const known = shown.map(({ name }) => name).join(', ');
    const message = `\`missed\` names ${[...new Set(unknown)].join(', ')}; the claims are ${known}.`;
    return { missed: [], refusals: [refuse('unknown_reference', message)] };
  }
  const missed = withoutTwins(given.map((each) => byId(design, roundId, each)));
  const nameOf = (claim: ClaimId) => shown.find(({ id }) => id === claim)?.name ?? claim;
  const refusals = [
    ...missed.flatMap((each) => checkSettled(design, each)),
    ...checkDifferences(design, missed, 'Missed difference', nameOf),
  ];
  return { missed, refusals };
}

function byId(design: Design, roundId: RoundId, { positions, ...rest }: MappedDifference): MappedDifference {
  const ids = (claims: readonly string[]) =>
    claims.flatMap((name) => claimNamed(design, roundId, name) ?? []);
  return { ...rest, positions: positions.map((each) => ({ ...each, claims: ids(each.claims) })) };
}

function withoutTwins(missed: readonly MappedDifference[]): MappedDifference[] {
  const places = missed.map(positionsByClaims);
  return missed.filter((_, index) => places.indexOf(places[index] ?? '') === index);
}

function checkSettled(design: Design, difference: MappedDifference): Refusal[] {
  const before = isOnMap(design, difference) ? undefined : settledBetween(design, difference);
  if (before === undefined) return [];
  const message = `${before.settlement?.person} has settled difference ${differenceLabel(before.id)} between these proposals, and it is not argued again under another name. Leave it out of \`missed\`; say it once, as a dissent, when you sign.`;
  return [refuse('invalid', message)];
}

/**
 * Separates missed differences that are added to the map from those that it has no place for. One that is on it already is
 * neither: two authors may miss the same, and neither sees the other's.
 */
export function placesFor(
  design: Design,
  missed: readonly MappedDifference[],
): { readonly fits: MappedDifference[]; readonly leftOut: MappedDifference[] } {
  const places = MAX_ADDED - design.divergences.filter(({ addedIn }) => addedIn !== null).length;
  const fresh = missed.filter((each) => !isOnMap(design, each));
  return { fits: fresh.slice(0, Math.max(0, places)), leftOut: fresh.slice(Math.max(0, places)) };
}

export function addMissed(draft: Draft, author: Author, missed: readonly MappedDifference[]): void {
  for (const each of missed) {
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
