import { cites } from '../citation/cited.ts';
import { parsePlace } from '../citation/place.ts';
import { claimsOf } from '../proposal/labels.ts';
import type { Design, Divergence } from '../vocabulary/design.ts';
import type { ParticipantId, PositionId } from '../vocabulary/ids.ts';
import { type Move, movementsOf } from './stances.ts';

/** Returns those who changed their position and named nothing of the other side that moved them (J2). */
export function movedWithoutReason(
  design: Design,
): { readonly divergence: Divergence; readonly participant: ParticipantId }[] {
  return design.divergences.flatMap((divergence) =>
    movementsOf(design, divergence)
      .filter(({ changedWithoutReason }) => changedWithoutReason)
      .map(({ participant }) => ({ divergence, participant })),
  );
}

/**
 * Returns the differences on which everybody who moved went to the larger side, and none of them names a claim or place whose
 * citation stands: that may be conformity (J11). One who corrects the map towards that side has moved like the others. What a
 * person has settled was not had by moving. Empty where no repository is read: no citation could stand there, so that their
 * absence tells nothing, and the page says which way moves went.
 */
export function movedWithTheCrowd(design: Design): Divergence[] {
  if (design.repository === null) return [];
  return design.divergences.filter((divergence) => {
    if (divergence.settlement?.outcome === 'settled_by_person') return false;
    const moves = movementsOf(design, divergence).flatMap((movement) => movement.moves);
    const isTowardsMore = ({ from, to }: Move) => holdersOf(divergence, to) > holdersOf(divergence, from);
    const stands = moves.some(({ changedBy }) => changedBy.some((name) => isFound(design, name)));
    return moves.length > 0 && moves.every(isTowardsMore) && !stands;
  });
}

/** Counts those whose claims a position is made of; nobody's are on none of the positions. */
function holdersOf({ positions }: Divergence, position: PositionId): number {
  return positions.find(({ id }) => id === position)?.holders.length ?? 0;
}

/** Returns true for a claim whose citation was found, or a place that a citation which was found covers. */
function isFound(design: Design, name: string): boolean {
  const claims = claimsOf(design);
  const claim = claims.find(({ id }) => id === name);
  if (claim !== undefined) return claim.check?.status === 'checked';
  const place = parsePlace(name);
  const said = design.divergences.flatMap((divergence) => divergence.arguments);
  return (
    place !== null &&
    [...claims, ...said].some((each) => each.check?.status === 'checked' && cites(each, place))
  );
}

/**
 * Returns how many went over to each position, in the order of positions; an empty one is none of them. One who was mapped
 * wrongly, by its own words, has gone nowhere.
 */
export function directionsOf(
  design: Design,
  divergence: Divergence,
): { readonly to: PositionId; readonly count: number }[] {
  const moved = movementsOf(design, divergence).filter(({ before, after }) => before !== after);
  return [...divergence.positions.map(({ id }) => id), ''].flatMap((to) => {
    const count = moved.filter(({ after }) => after === to).length;
    return count === 0 ? [] : [{ to, count }];
  });
}
