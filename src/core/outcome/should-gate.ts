import { decidedIn, leftOutOfText } from '../decision/decided.ts';
import { adoptedClaims } from '../decision/fates.ts';
import { type AnsweredFinding, findingsOf } from '../decision/findings.ts';
import { wereCompared } from '../differences/sides.ts';
import type { LabelledClaim } from '../proposals/labels.ts';
import { wordsNotTaken } from '../questions/bearing.ts';
import { unreadWords } from '../questions/said.ts';
import type { Design, Divergence, Dropped } from '../vocabulary/design.ts';
import { GATE_REASONS, type GateReason } from '../vocabulary/events.ts';
import { personas } from '../vocabulary/participants.ts';
import { budgetUsedUp } from './policy/reserve.ts';

/**
 * Below this a participant is less sure than not, with some margin; and the share of personas that must take part to the end: two of
 * three, four of six. Our own choices, not from literature.
 */
const [LEAST_CONFIDENCE, LEAST_PARTICIPATION] = [0.4, 2 / 3];

/** Tests for each reason that speaks against full authority of a decision. */
const APPLIES: Record<GateReason, (design: Design) => boolean> = {
  unresolved_high_impact: (design) => unresolvedOfHighImpact(design).length > 0,
  contradicts_person: (design) => contradictionsLeft(design).length > 0,
  unread_words: (design) => unreadWords(design).length > 0,
  person_left_out: (design) =>
    Object.values(leftOutOfText(design)).flat().length + wordsNotTaken(design).length > 0,
  dissent_of_half: ({ signatures }) =>
    signatures.filter(({ verdict }) => verdict === 'dissents').length * 2 >= Math.max(1, signatures.length),
  low_confidence: (design) => isUnsure(lowestConfidence(design)),
  blocking_finding: (design) => blockingLeftOpen(design).length > 0,
  citation_failed: (design) => adoptedWithFailedCitation(design).length > 0,
  degraded_participation: (design) =>
    tookPartToTheEnd(design).length < personas(design).length * LEAST_PARTICIPATION,
  not_compared: (design) => design.proposals.length > 1 && !wereCompared(design),
  not_audited: ({ audit }) => audit === null,
  not_signed: ({ signatures }) => signatures.length === 0,
  budget: (design) => missedFor(design, 'money_used_up').length > 0 || budgetUsedUp(design),
  // A reason to ask before there is a result.
  nothing_contributed: () => false,
};

/** Returns the reasons why a person should look at this decision before it carries full authority; empty when nothing speaks against it (A6). */
export function shouldGate(design: Design): GateReason[] {
  return GATE_REASONS.filter((reason) => APPLIES[reason](design));
}

/** Returns what was left out for want of this. */
export function missedFor({ dropped }: Pick<Design, 'dropped'>, want: Dropped['reason']): Dropped[] {
  return dropped.filter(({ reason }) => reason === want);
}

export function unresolvedOfHighImpact({ divergences }: Design): Divergence[] {
  return divergences.filter(
    ({ impact, settlement }) => impact === 'high' && settlement?.outcome === 'unresolved',
  );
}

/** A finding that no revision has acted on, or of which the auditor does not say that what changed answers it (J12). */
export interface FindingLeft extends AnsweredFinding {
  /** `unasked`: the auditor was not asked, or has not answered. */
  readonly left: 'open' | 'unconfirmed' | 'unasked';
  /** Why, in the words of the revision or of the auditor; empty where nobody has said. */
  readonly why: string;
}

/** Findings that forbid acting on the decision, and that nothing answers for certain. */
export function blockingLeftOpen(design: Design): FindingLeft[] {
  return findingsLeft(design).filter(({ severity, reply }) => severity === 'blocking' && reply === '');
}

/** Findings that the text contradicts what a person said, and that nothing answers for certain (J8). */
export function contradictionsLeft(design: Design): FindingLeft[] {
  return findingsLeft(design).filter(({ reply }) => reply !== '');
}

/** Returns the findings that are left: one that blocks or contradicts a person until the auditor confirms the answer to it. */
export function findingsLeft(design: Design): FindingLeft[] {
  return findingsOf(design).flatMap((finding): FindingLeft[] => {
    const { answer, confirmed, confirmedWhy, needsConfirmation } = finding;
    if (answer?.done !== 'acted_on') return [{ ...finding, left: 'open', why: answer?.where ?? '' }];
    if (confirmed === true || !needsConfirmation) return [];
    return [{ ...finding, left: confirmed === null ? 'unasked' : 'unconfirmed', why: confirmedWhy }];
  });
}

/** Claims that the decision rests on although what they cite does not stand there. */
export function adoptedWithFailedCitation(design: Design): LabelledClaim[] {
  return adoptedClaims(design).filter(({ check }) => check?.status === 'failed');
}

/** Returns `true` for a confidence on which no result rests without a person's look. */
export function isUnsure(confidence: number): boolean {
  return confidence < LEAST_CONFIDENCE;
}

/** The lowest confidence that the result rests on: of the decision as it stands, and of the signatures under it. */
export function lowestConfidence(design: Design): number {
  const given = design.signatures.map((signature) => signature.confidence);
  return Math.min(1, decidedIn(design)?.confidence ?? 1, ...given);
}

/** Personas that proposed and signed or dissented. */
export function tookPartToTheEnd(design: Design): string[] {
  return personas(design)
    .map((persona) => persona.id)
    .filter(
      (id) =>
        design.proposals.some((sealed) => sealed.participant === id) &&
        design.signatures.some((signature) => signature.participant === id),
    );
}
