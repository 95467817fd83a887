import type { Design, Divergence } from '../vocabulary/design.ts';
import type { PositionId } from '../vocabulary/ids.ts';
import { movementsOf } from './stances.ts';

/** How many moved to each position, in the order of positions, then to none. */
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
