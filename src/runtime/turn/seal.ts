import { hash } from 'node:crypto';
import { decidedIn, revisedAccounts } from '../../core/synthesis/decided.ts';
import { decisionMarkdown } from '../../core/telling/paper/decision.ts';
import { renderProposal } from '../../core/telling/paper/proposal.ts';
import type { CheckedCitation } from '../../core/vocabulary/checked.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { ParticipantId } from '../../core/vocabulary/ids.ts';
import type { Submission } from '../../core/vocabulary/submission.ts';

/** Returns the SHA-256 of the UTF-8 bytes of a submission's text; empty where it is about none (see `submit`). */
export function sha256Of(
  design: Design,
  author: ParticipantId,
  submission: Submission,
  citations: readonly CheckedCitation[],
): string {
  switch (submission.tool) {
    case 'submit_proposal':
      return hash(
        'sha256',
        renderProposal(design, { participant: author, proposal: submission.input, citations }),
      );
    case 'submit_composite':
      return hash('sha256', decisionMarkdown(design, submission.input));
    case 'submit_revision': {
      const { decision, accounts: changed } = submission.input;
      const accounts = revisedAccounts(decidedIn(design)?.accounts ?? [], changed);
      return hash('sha256', decisionMarkdown(design, { decision, accounts }));
    }
    case 'sign': {
      const decided = decidedIn(design);
      return decided === null ? '' : hash('sha256', decisionMarkdown(design, decided));
    }
    case 'ask_questions':
    case 'match_answers':
    case 'pass':
    case 'map_divergences':
    case 'argue':
    case 'submit_audit':
      return '';
  }
}
