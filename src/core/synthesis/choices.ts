import { decidingClaims } from '../divergence/sides.ts';
import { claimsOf, type LabelledClaim } from '../proposal/labels.ts';
import type { Design, Divergence } from '../vocabulary/design.ts';
import type { ClaimId, PositionId } from '../vocabulary/ids.ts';
import type { Account } from '../vocabulary/submission.ts';
import { decisionsOf, finalAccount } from './decided.ts';

/** Something on which two texts of a decision choose differently, by ids that code has given. */
export type Apart =
  /** `ours`, `theirs`: the position that each takes; empty where it takes no side. */
  | {
      readonly kind: 'difference';
      readonly divergence: Divergence;
      readonly ours: PositionId;
      readonly theirs: PositionId;
    }
  /** A decision on no position of the map, so that nobody speaks against it, which one of the texts does not adopt. */
  | { readonly kind: 'agreed'; readonly claim: LabelledClaim; readonly isOurs: boolean };

/**
 * Compares two texts by their accounts of the claims, and by no words: per difference of the map the position that each takes,
 * and per decision that the map has in agreements whether it holds in each.
 */
export function choicesApart(design: Design, ours: readonly Account[], theirs: readonly Account[]): Apart[] {
  const claims = claimsOf(design);
  const placed = design.divergences.flatMap(({ positions }) => positions.flatMap((each) => each.claims));
  const agreed = claims.filter(({ id, kind }) => kind === 'decision' && !placed.includes(id));
  return [
    ...design.divergences.map((divergence) => ({
      kind: 'difference' as const,
      divergence,
      ours: positionTaken(claims, divergence, ours),
      theirs: positionTaken(claims, divergence, theirs),
    })),
    ...agreed.map((claim) => ({ kind: 'agreed' as const, claim, isOurs: holds(ours, claim.id) })),
  ].filter((each) =>
    each.kind === 'difference' ? each.ours !== each.theirs : each.isOurs !== holds(theirs, each.claim.id),
  );
}

/**
 * Returns what the decision as it stands owes to the order in which its composer read the proposals: choices on which the two
 * composites differ, and which no revision has changed since; empty without a second one. What a person has settled is theirs,
 * whatever either of them chose.
 */
export function chosenByOrder(design: Design): Apart[] {
  const [[composed, ...revisions], second] = [decisionsOf(design), design.secondComposite];
  if (composed === undefined || second === null) return [];
  const decided = revisions.at(-1) ?? composed;
  const revised = new Set(choicesApart(design, composed.accounts, decided.accounts).map(pointOf));
  return choicesApart(design, composed.accounts, second.composite.accounts).filter(
    (each) =>
      !revised.has(pointOf(each)) &&
      (each.kind === 'agreed' || each.divergence.settlement?.outcome !== 'settled_by_person'),
  );
}

function pointOf(apart: Apart): string {
  return apart.kind === 'agreed' ? apart.claim.id : apart.divergence.id;
}

/** Returns the one position of which a text adopts what it decides; empty for none, and where it adopts from several. */
function positionTaken(
  claims: readonly LabelledClaim[],
  divergence: Divergence,
  accounts: readonly Account[],
): PositionId {
  const deciding = decidingClaims(claims, divergence);
  const taken = divergence.positions.filter((position) =>
    deciding.some(({ id }) => position.claims.includes(id) && holds(accounts, id)),
  );
  return taken.length === 1 ? (taken[0]?.id ?? '') : '';
}

function holds(accounts: readonly Account[], claim: ClaimId): boolean {
  return finalAccount(accounts, claim)?.disposition === 'adopted';
}
