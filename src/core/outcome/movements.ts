import type { Design, Divergence } from '../design.ts';
import { currentStances, initialStances, type Stance } from '../divergence/stances.ts';

export type Movement = ReturnType<typeof movement>;

/** Everybody who held a position, in the order of the positions as they were mapped. */
export function movementsOf(design: Design, divergence: Divergence) {
  const now = currentStances(design, divergence);
  return initialStances(design, divergence).map((before, index) =>
    movement(divergence, before, now[index] ?? before),
  );
}

/** The position of one persona on a divergence before arguing and after, and what changed it (J2). */
function movement(divergence: Divergence, before: Stance, after: Stance) {
  const changes = divergence.arguments.filter(
    (argument) =>
      argument.participant === before.participant && argument.before.position !== argument.after.position,
  );
  return {
    participant: before.participant,
    before: before.position,
    after: after.position,
    confidenceBefore: before.confidence,
    confidenceAfter: after.confidence,
    /** The claims or evidence named for each change of position; empty when it did not change. */
    changedBecause: changes.map((change) => change.changedBecause.trim()).filter((reason) => reason !== ''),
    /** Some change of position named nothing that caused it: it may be conformity. */
    changedWithoutReason: changes.some((change) => change.changedBecause.trim() === ''),
  };
}
