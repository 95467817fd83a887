import type { Design, Divergence } from '../design.ts';
import { argumentsOf, mappedStances, movesOf } from '../divergence/stances.ts';
import { participant } from '../participants.ts';
import { claimsOf } from '../proposal/labels.ts';

export type Movement = ReturnType<typeof movementsOf>[number];

/** Everybody whose claims are on one of the positions, in the order of these: where each stood, and what moved it (J2). */
export function movementsOf(design: Design, divergence: Divergence) {
  return mappedStances(design, divergence).map((mapped) => {
    const own = argumentsOf(divergence, mapped.participant);
    const [first, last] = [own.at(0)?.before ?? mapped, own.at(-1)?.after ?? mapped];
    const moves = movesOf(divergence, mapped.participant);
    return {
      participant: mapped.participant,
      /** In its own words, before it argued; empty for none of the positions. */
      before: first.position,
      after: last.position,
      confidenceBefore: first.confidence,
      confidenceAfter: last.confidence,
      moves,
      /** Some change of position named nothing of the other side that caused it: it may be conformity. */
      changedWithoutReason: moves.some(({ kind, changedBy }) => kind === 'moved' && changedBy.length === 0),
    };
  });
}

/** A claim in its author's words; a place, or what an earlier design has recorded, as it is. */
export function reasonWords(design: Design, name: string): string {
  const claim = claimsOf(design).find(({ id }) => id === name);
  return claim === undefined ? name : `${participant(design, claim.participant).title}: ${claim.text}`;
}
