import { citationStatusOf, citedLinesOf, cites } from '../proposals/cited.ts';
import { claimsOf, type LabelledClaim } from '../proposals/labels.ts';
import type { Lines } from '../proposals/place.ts';
import type { Design } from '../vocabulary/design.ts';
import { baseClaimsOf, type Drafted, decidedOf } from './decided.ts';
import { listFates, listLeftOpen } from './fates.ts';

type Decidable = Drafted & Pick<Design, 'drawnOrder' | 'proposals' | 'agreements' | 'divergences'>;

/**
 * Claims other than decisions and assumptions whose source did not fail its check. `notUsed`:
 * nothing in the decision stands on them or on another claim with one of their lines, nor are they
 * on a side of a difference that it leaves open. Both are empty without a decision.
 */
export function sortSourcedFacts(
  design: Decidable,
): Readonly<Record<'all' | 'notUsed', LabelledClaim[]>> {
  const decided = decidedOf(design);
  if (decided === null) return { all: [], notUsed: [] };
  const left = listLeftOpen(design, decided.decision.open).flatMap(({ positions }) =>
    positions.flatMap(({ claims }) => claims),
  );
  const sourced = listFates(design, decided).filter(({ claim }) => isSourcedFact(claim));
  const all = sourced.map(({ claim }) => claim);
  const used = sourced.filter(({ claim, fate }) => fate !== 'not_used' || left.includes(claim.id));
  const isCited = (lines: Lines | null) =>
    lines !== null && used.some(({ claim }) => cites(claim, lines));
  const notUsed = all.filter(
    (claim) => !used.some((each) => each.claim === claim) && !isCited(citedLinesOf(claim)),
  );
  return { all, notUsed };
}

function isSourcedFact({ kind, citation, check }: LabelledClaim): boolean {
  const status = citationStatusOf(citation, check);
  return kind !== 'decision' && kind !== 'assumption' && status !== null && status !== 'failed';
}

/** Facts that would change the answer, by the map, and that nothing uses. */
export function listDecisiveFactsNotUsed(
  design: Decidable & Pick<Design, 'lone'>,
): LabelledClaim[] {
  const { notUsed } = sortSourcedFacts(design);
  return notUsed.filter(({ id }) => design.lone.some(({ claim }) => claim === id));
}

/**
 * `true` if more than half of the claims that the decision stands on are of other proposals than
 * its base.
 */
export function isPiecedTogether(design: Decidable): boolean {
  const decided = decidedOf(design);
  if (decided === null) return false;
  const rested = baseClaimsOf(decided.decision);
  const claims = claimsOf(design).filter(({ id }) => rested.includes(id));
  return claims.filter(({ label }) => label !== decided.base).length > claims.length / 2;
}
