import { claimsOf, type LabelledClaim } from '../proposal/labels.ts';
import type { Design, Divergence } from '../vocabulary/design.ts';
import { statementOf } from './labels.ts';

/** Returns the claims by which a difference is decided: the decisions, or all where none of its positions has one. */
function decidingClaims(
  claims: readonly LabelledClaim[],
  { positions }: Pick<Divergence, 'positions'>,
): readonly LabelledClaim[] {
  const disputed = positions.flatMap((each) => each.claims);
  const decisions = claims.filter(({ kind }) => kind === 'decision');
  return decisions.some(({ id }) => disputed.includes(id)) ? decisions : claims;
}

/**
 * Returns, per difference, the claims that decide it, by the position that holds and the others; in an open one none holds.
 */
export function decisionSides({ divergences, ...design }: Design) {
  const all = claimsOf(design);
  return divergences.map((divergence) => {
    const position = divergence.settlement?.position ?? '';
    const counted = decidingClaims(all, divergence);
    const of = (isHeld: boolean) =>
      divergence.positions
        .filter(({ id }) => (id === position) === isHeld)
        .flatMap(({ claims }) => counted.map(({ id }) => id).filter((id) => claims.includes(id)));
    return { divergence, position, holds: of(true), against: of(false) };
  });
}

/** Returns the differences that the decision leaves to people: those without agreement, and important ones never argued. */
export function openForPeople({ divergences }: Pick<Design, 'divergences'>): Divergence[] {
  return divergences.filter(({ settlement, impact }) =>
    settlement === null ? impact !== 'low' : settlement.outcome === 'unresolved',
  );
}

/** Returns differences settled by people, in this design or in one that it runs again, with position and name (J8). */
export function settledByPeople({ divergences, carried }: Pick<Design, 'divergences' | 'carried'>) {
  const own = divergences.flatMap(({ description, positions, settlement }) => {
    if (settlement?.outcome !== 'settled_by_person') return [];
    const statement = statementOf({ positions }, settlement.position);
    return [{ description, statement, person: settlement.person, note: settlement.reason }];
  });
  return [...(carried?.settled ?? []), ...own];
}

/** Returns true if the proposals were compared: without a map nobody knows what is disputed. */
export function wereCompared({ rounds }: Pick<Design, 'rounds'>): boolean {
  return rounds.some(({ kind, contributed }) => kind === 'mapping' && contributed.length > 0);
}
