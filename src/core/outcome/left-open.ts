import { adoptedClaimsOf } from '../decision/fates.ts';
import { type AnsweredFinding, findingsOf } from '../decision/findings.ts';
import type { LabelledClaim } from '../proposals/labels.ts';
import type { Design } from '../vocabulary/design.ts';
import type { Dropped } from '../vocabulary/event-parts.ts';

export function listMissed({ dropped }: Pick<Design, 'dropped'>, want: Dropped['reason']): Dropped[] {
  return dropped.filter(({ reason }) => reason === want);
}

/** A finding that no revision acted on, or whose answer the auditor has not confirmed. */
interface FindingLeft extends AnsweredFinding {
  /** `unasked`: the auditor was not asked, or did not answer. */
  readonly left: 'open' | 'unconfirmed' | 'unasked';
}

/** Findings still open. One that blocks stays open until the auditor confirms its answer. */
export function listFindingsLeft(design: Design): FindingLeft[] {
  return findingsOf(design).flatMap((finding): FindingLeft[] => {
    const { answer, confirmed, needsConfirmation } = finding;
    if (answer?.done !== 'acted_on') return [{ ...finding, left: 'open' }];
    if (confirmed === true || !needsConfirmation) return [];
    return [{ ...finding, left: confirmed === null ? 'unasked' : 'unconfirmed' }];
  });
}

/** Claims the decision rests on although their citations failed. */
export function listAdoptedWithFailedCitation(design: Design): LabelledClaim[] {
  return adoptedClaimsOf(design).filter(({ check }) => check?.status === 'failed');
}
