import { type JudgedChange, listJudgedChanges } from '../decision/changes.ts';
import { adoptedClaimsOf } from '../decision/fates.ts';
import { type AnsweredFinding, findingsOf } from '../decision/findings.ts';
import type { LabelledClaim } from '../proposals/labels.ts';
import type { LaterCitations } from '../vocabulary/checked.ts';
import type { Design } from '../vocabulary/design.ts';
import type { Dropped } from '../vocabulary/event-parts.ts';

export function listMissed(
  { dropped }: Pick<Design, 'dropped'>,
  want: Dropped['reason'],
): Dropped[] {
  return dropped.filter(({ reason }) => reason === want);
}

/** A finding that no revision acted on, or whose answer the auditor has not confirmed. */
export interface FindingLeft extends AnsweredFinding {
  readonly standing: Exclude<AnsweredFinding['standing'], 'answered'>;
}

/** Findings still open: each until the auditor confirms every change for it. */
export function listFindingsLeft(design: Design): FindingLeft[] {
  return findingsOf(design).filter(
    (finding): finding is FindingLeft => finding.standing !== 'answered',
  );
}

interface ChangeLeft extends JudgedChange {
  readonly verdict: Exclude<JudgedChange['verdict'], 'answers'>;
}

/** Changes that stand and were not confirmed. */
export function listChangesLeft(design: Design): ChangeLeft[] {
  return listJudgedChanges(design).filter(
    (each): each is ChangeLeft => each.verdict !== 'answers' && !each.isTakenOut,
  );
}

/** Claims the decision rests on although their citations failed, or changed during the design. */
export function listAdoptedWithoutCitation(design: Design): UnfoundClaim[] {
  const changed = laterCitationsOf(design)?.changed ?? [];
  return adoptedClaimsOf(design).flatMap((claim): UnfoundClaim[] => {
    if (claim.check?.status === 'failed') return [{ claim, why: 'failed' }];
    return changed.includes(claim.id) ? [{ claim, why: 'changed' }] : [];
  });
}

interface UnfoundClaim {
  readonly claim: LabelledClaim;
  readonly why: 'failed' | 'changed';
}

/**
 * What the signers found of cited lines in a newer commit; `null` if the repository has not moved
 * on.
 */
export function laterCitationsOf({
  signatures,
}: Pick<Design, 'signatures'>): LaterCitations | null {
  return signatures.findLast(({ later }) => later !== undefined)?.later ?? null;
}
