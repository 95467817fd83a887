import { citationStatusOf } from '../proposals/cited.ts';
import { claimsOf, type LabelledClaim } from '../proposals/labels.ts';
import type { Design } from '../vocabulary/design.ts';
import type { QuotedSentence } from '../vocabulary/event-parts.ts';
import type { Decision } from '../vocabulary/submission.ts';
import { baseClaimsOf, type Decided } from './decided.ts';

type Proposed = Pick<Design, 'drawnOrder' | 'proposals'>;

/**
 * The reasons a decision and its steps rest on, without decisions and assumptions, the strongest
 * source first.
 */
export function listReasonsFor(design: Proposed, decision: Decision): LabelledClaim[] {
  const claims = claimsOf(design);
  return sortStrongestFirst(
    baseClaimsOf(decision).flatMap((id) => claims.filter((claim) => claim.id === id)),
  );
}

/** People's sentences on which it and its steps rest. */
export function listQuotedReasons({
  decision,
  quoted,
}: Pick<Decided, 'decision' | 'quoted'>): QuotedSentence[] {
  const grounds = baseClaimsOf(decision);
  return quoted.filter(({ name }) => grounds.includes(name));
}

function sortStrongestFirst(claims: readonly LabelledClaim[]): LabelledClaim[] {
  return claims
    .filter(({ kind }) => kind !== 'decision' && kind !== 'assumption')
    .toSorted((one, other) => rankSource(other) - rankSource(one));
}

/** 2 for a checked source, 1 for one that could not be checked, 0 for none or a failed one. */
function rankSource({ citation, check }: LabelledClaim): 0 | 1 | 2 {
  switch (citationStatusOf(citation, check)) {
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
