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

/** A claim in its author's words; a place, or what an earlier design has recorded, as it is: by nobody. */
export function reasonOf(design: Design, name: string): { readonly text: string; readonly by: string } {
  const claim = claimsOf(design).find(({ id }) => id === name);
  if (claim === undefined) return { text: name, by: '' };
  return { text: claim.text, by: participant(design, claim.participant).title };
}

export function reasonWords(design: Design, name: string): string {
  const { text, by } = reasonOf(design, name);
  return by === '' ? text : `${by}: ${text}`;
}
