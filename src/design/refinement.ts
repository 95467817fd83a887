/**
 * Proposals are sealed one by one and revealed together; then those who differ argue, once, and only
 * on what matters.
 */

import type { Change } from './change.ts';
import { positionOf } from './evolve-differences.ts';
import type { ParticipantId } from './ids.ts';
import { isNearBudget } from './money.ts';
import { livingPersonas } from './participants.ts';
import type { Design, Difference } from './state.ts';

/** From here on there is a text to read, whatever happens (C21). */
export function reveal(change: Change): void {
  const { proposals, areRevealed } = change.design;
  if (areRevealed || proposals.length === 0) return;
  const participants = proposals.map(({ participant }) => participant);
  change.record({ type: 'proposals_revealed', participants });
}

export function shouldCompare(design: Design): boolean {
  return design.proposals.length > 1 && !isNearBudget(design);
}

/** Several hold different positions on it. */
export function isContested({ positions }: Difference): boolean {
  return positions.filter(({ holders }) => holders.length > 0).length > 1;
}

export function wasArgued(difference: Difference): boolean {
  return difference.arguments.length > 0;
}

/** Differences a participant argues about: contested, of high impact, with a position of theirs. */
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
