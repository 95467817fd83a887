import { decidedOf, decisionTextOf, reviseText } from '../../core/decision/decided.ts';
import { groundsOf } from '../../core/decision/grounds.ts';
import { leaveOutChanges } from '../../core/decision/taken-out.ts';
import type { CheckedCitation } from '../../core/vocabulary/checked.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { ParticipantId } from '../../core/vocabulary/ids.ts';
import type { Submission } from '../../core/vocabulary/submission.ts';
import { sha256Of } from '../../foundation/digest.ts';
import { writeDecision } from '../../presentation/decision/decision-document.ts';
import { renderProposal } from '../../presentation/talk/proposals.ts';

/**
 * SHA-256 of the UTF-8 bytes of the text that a submission is about; empty if there is none (see
 * `submit`). `design`: as of the turn's beginning, since that is what the author read.
 */
export function sealOf(
  design: Design,
  author: ParticipantId,
  submission: Submission,
  citations: readonly CheckedCitation[],
  grounds = groundsOf(design, submission),
): string {
  switch (submission.tool) {
    case 'submit_proposal':
      return sha256Of(
        renderProposal(design, { participant: author, proposal: submission.input, citations }),
      );
    case 'submit_composite':
      return sha256Of(
        writeDecision(design, decisionTextOf({ composite: submission.input, ...grounds })),
      );
    case 'submit_revision': {
      const before = decidedOf(design);
      if (before === null) return '';
      return sha256Of(writeDecision(design, reviseText(before, submission.input, grounds)));
    }
    case 'confirm_revision': {
      const text =
        grounds === undefined ? null : leaveOutChanges(design, grounds.takenOut ?? [], grounds);
      return text === null ? '' : sha256Of(writeDecision(design, text));
    }
    case 'sign': {
      const decided = decidedOf(design);
      return decided === null ? '' : sha256Of(writeDecision(design, decided));
    }
    case 'frame':
    case 'ask_questions':
    case 'match_answers':
    case 'pass':
    case 'map_divergences':
    case 'argue':
    case 'submit_audit':
      return '';
  }
}
