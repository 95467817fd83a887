import { createHash } from 'node:crypto';
import type { CheckedCitation } from '../../core/citation/checked.ts';
import type { Design } from '../../core/design.ts';
import type { ParticipantId } from '../../core/ids.ts';
import { decisionMarkdown } from '../../core/paper/decision.ts';
import { participant } from '../../core/participants.ts';
import { labelOf } from '../../core/proposal/labels.ts';
import { renderProposal } from '../../core/proposal/render.ts';
import { rehearsalMark } from '../../core/rehearsal.ts';
import { DECISION_LAYOUT, type Proposal, type Submission } from '../../core/submission.ts';
import { decidedIn, revisedAccounts } from '../../core/synthesis/decided.ts';

/** The SHA-256 of the UTF-8 bytes of what a submission is about; empty where it is about no text (see `submit`). */
export function sha256Of(
  design: Design,
  author: ParticipantId,
  submission: Submission,
  citations: readonly CheckedCitation[],
): string {
  switch (submission.tool) {
    case 'submit_proposal':
      return sealOf(design, author, submission.input, citations);
    case 'submit_composite':
      return hashOf(decisionMarkdown(design, { ...submission.input, layout: DECISION_LAYOUT }));
    case 'submit_revision': {
      const { decision, accounts: changed } = submission.input;
      const accounts = revisedAccounts(decidedIn(design)?.accounts ?? [], changed);
      return hashOf(decisionMarkdown(design, { decision, accounts, layout: DECISION_LAYOUT }));
    }
    case 'sign': {
      const decided = decidedIn(design);
      return decided === null ? '' : hashOf(decisionMarkdown(design, decided));
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

/** The SHA-256 under which a proposal is sealed: of the file that it will be. */
export function sealOf(
  design: Design,
  author: ParticipantId,
  proposal: Proposal,
  citations: readonly CheckedCitation[],
): string {
  return hashOf(
    renderProposal({
      title: participant(design, author).title,
      label: labelOf(design, author),
      topic: design.topic,
      proposal,
      citations,
      mark: rehearsalMark(design, 'afterwards'),
    }),
  );
}

function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
