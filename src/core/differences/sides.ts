import { claimsOf } from '../proposals/labels.ts';
import type { Design, Divergence } from '../vocabulary/design.ts';
import type { ClaimId } from '../vocabulary/ids.ts';
import { statementOf } from './labels.ts';

/**
 * The claims that decide a difference: decisions on its positions, or all claims there if there are
 * none.
 */
export function decidingClaimsOf(
  design: Pick<Design, 'drawnOrder' | 'proposals'>,
  { positions }: Pick<Divergence, 'positions'>,
): ClaimId[] {
  const disputed = positions.flatMap(({ claims }) => claims);
  const decisions = claimsOf(design).filter(
    ({ id, kind }) => kind === 'decision' && disputed.includes(id),
  );
  return decisions.length > 0 ? decisions.map(({ id }) => id) : disputed;
}

/**
 * For each difference, the deciding claims of the position that won and of the others; in an open
 * one none has won.
 */
export function decisionSidesOf({ divergences, ...design }: Design) {
  return divergences.map((divergence) => {
    const position = divergence.settlement?.position ?? '';
    const deciding = decidingClaimsOf(design, divergence);
    const of = (isHeld: boolean) =>
      divergence.positions
        .filter(({ id }) => (id === position) === isHeld)
        .flatMap(({ claims }) => deciding.filter((id) => claims.includes(id)));
    return { divergence, position, holds: of(true), against: of(false) };
  });
}

/** `true` if neither personas nor a person settled it. */
export function isUnsettled({ settlement }: Pick<Divergence, 'settlement'>): boolean {
  return settlement === null || settlement.outcome === 'unresolved';
}

export function openOfHighImpact({ divergences }: Pick<Design, 'divergences'>): Divergence[] {
  return divergences.filter((each) => each.impact === 'high' && isUnsettled(each));
}

/**
 * Differences left to people: those argued without agreement, and important ones that were never
 * argued.
 */
export function openForPeople({ divergences }: Pick<Design, 'divergences'>): Divergence[] {
  return divergences.filter(
    (each) => isUnsettled(each) && (each.settlement !== null || each.impact !== 'low'),
  );
}

/** Differences that people settled here or in an earlier run, with position and name. */
export function listSettledByPeople({
  divergences,
  carried,
}: Pick<Design, 'divergences' | 'carried'>) {
  const own = divergences.flatMap(({ description, positions, settlement }) => {
    if (settlement?.outcome !== 'settled_by_person') return [];
    const statement = statementOf({ positions }, settlement.position);
    return [{ description, statement, person: settlement.person, note: settlement.reason }];
  });
  return [...(carried?.settled ?? []), ...own];
}

/** `false` if there is no map, so that no one knows what is disputed. */
export function wereCompared({ rounds }: Pick<Design, 'rounds'>): boolean {
  return rounds.some(({ kind, contributed }) => kind === 'mapping' && contributed.length > 0);
}
