import type { Design } from '../vocabulary/design.ts';
import { type AnsweredFinding, findingsOf } from './decided.ts';

/** What became of the audit's findings. A finding that matters is answered where the auditor says so, not where the revision does (J12). */

type Audited = Pick<Design, 'audit' | 'revisions' | 'confirmation'>;

/** Returns the findings of which the auditor has to say if they are answered now. */
export function findingsToConfirm(design: Audited): AnsweredFinding[] {
  return findingsOf(design).filter(
    ({ answer, needsConfirmation }) => answer?.done === 'acted_on' && needsConfirmation,
  );
}
