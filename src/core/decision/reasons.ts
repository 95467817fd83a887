import { claimsOn } from '../differences/labels.ts';
import { citationStatus } from '../proposals/cited.ts';
import { claimsOf, type LabelledClaim } from '../proposals/labels.ts';
import type { Design, Divergence } from '../vocabulary/design.ts';
import type { PositionId } from '../vocabulary/ids.ts';
import type { Decision } from '../vocabulary/submission.ts';
import { restedOn } from './decided.ts';

type Proposed = Pick<Design, 'drawnOrder' | 'proposals'>;

/** Returns the reasons of a decision: what it and its steps rest on besides what was decided or supposed, the strongest source first. */
export function reasonsFor(design: Proposed, decision: Decision): LabelledClaim[] {
  const claims = claimsOf(design);
  return strongestFirst(restedOn(decision).flatMap((id) => claims.filter((claim) => claim.id === id)));
}

/** Returns the strongest reason for a position, one with a source that stands first; `null` where nobody gave one. */
export function strongestFor(
  design: Proposed,
  divergence: Divergence,
  position: PositionId,
): LabelledClaim | null {
  return strongestFirst(claimsOn(design, divergence, position))[0] ?? null;
}

function strongestFirst(claims: readonly LabelledClaim[]): LabelledClaim[] {
  return claims
    .filter(({ kind }) => kind !== 'decision' && kind !== 'assumption')
    .toSorted((one, other) => sourceRank(other) - sourceRank(one));
}

/** Returns 2 for a source that stands, 1 for one that nobody could check, 0 for none and for one that failed its check. */
function sourceRank({ citation, check }: LabelledClaim): 0 | 1 | 2 {
  switch (citationStatus(citation, check)) {
    case 'checked':
      return 2;
    case 'not_checkable':
    case 'not_checked':
      return 1;
    case 'failed':
    case null:
      return 0;
  }
}
