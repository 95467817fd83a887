/** Where proposals differ, and who argues about it: once, and only on what matters. */

import { positionOf } from './evolve-differences.ts';
import type { ParticipantId } from './ids.ts';
import { livingPersonas } from './participants.ts';
import type { Design, Difference } from './state.ts';

/** Several hold different positions on it. */
export function isContested({ positions }: Difference): boolean {
  return positions.filter(({ holders }) => holders.length > 0).length > 1;
}

export function wasArgued(difference: Difference): boolean {
  return difference.arguments.length > 0;
}

/** On what somebody argues: contested differences of high impact on which they hold a position. */
export function pointsOf(design: Design, participant: ParticipantId): Difference[] {
  return (design.differences ?? []).filter(
    (each) =>
      each.impact === 'high' &&
      (wasArgued(each) || isContested(each)) &&
      positionOf(each, participant) !== null,
  );
}

export function whoArgues(design: Design): ParticipantId[] {
  if (design.depth === 'quick') return [];
  return livingPersonas(design)
    .map(({ id }) => id)
    .filter((id) => pointsOf(design, id).length > 0);
}
