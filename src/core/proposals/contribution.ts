/**
 * Proposals: sealed here as they come, revealed together under letters (`labels.ts`), with
 * citations that are checked against the repository (`cited.ts`).
 */

import type { CheckedCitation } from '../vocabulary/checked.ts';
import type { Draft } from '../vocabulary/draft.ts';
import type { Author, Proposal } from '../vocabulary/submission.ts';

/** Seals a proposal. `sha256`: hash of its text. */
export function propose(
  draft: Draft,
  author: Author,
  proposal: Proposal,
  sha256: string,
  citations: readonly CheckedCitation[],
): null {
  draft.record({ type: 'proposal_sealed', ...author, proposal, sha256, citations: [...citations] });
  return null;
}
