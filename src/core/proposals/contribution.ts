import type { CheckedCitation } from '../vocabulary/checked.ts';
import { type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Draft } from '../vocabulary/draft.ts';
import type { Proposal } from '../vocabulary/submission.ts';
import type { Author } from '../workflow/rounds/turns.ts';

/** Seals a proposal. Refuses one that claims nothing against its own answer. `sha256`: hash of its text. */
export function propose(
  draft: Draft,
  author: Author,
  proposal: Proposal,
  sha256: string,
  citations: readonly CheckedCitation[],
): Refusal | null {
  if (!proposal.claims.some(({ kind }) => kind === 'risk' || kind === 'cost')) {
    const message =
      'No claim speaks against your own answer; add at least one of kind `risk` or `cost` that does.';
    return refuse('incomplete', message);
  }
  draft.record({ type: 'proposal_sealed', ...author, proposal, sha256, citations: [...citations] });
  return null;
}
