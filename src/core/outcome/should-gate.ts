import { movementsOf } from '../divergence/stances.ts';
import { budgetUsedUp } from '../policy/reserve.ts';
import type { LabelledClaim } from '../proposal/labels.ts';
import {
  type AnsweredFinding,
  adoptedClaims,
  decidedIn,
  findingsOf,
  leftOutOfText,
} from '../synthesis/decided.ts';
import type { Design, Divergence, Dropped } from '../vocabulary/design.ts';
import { GATE_REASONS, type GateReason } from '../vocabulary/events.ts';
import { personas } from '../vocabulary/participants.ts';

/**
 * Below this a participant is less sure than not, with some margin; and the share of personas that must take part to the end: two of
 * three, four of six. Our own choices, not from literature.
 */
const [LEAST_CONFIDENCE, LEAST_PARTICIPATION] = [0.4, 2 / 3];

/** Tests for each reason that speaks against full authority of a decision. */
const APPLIES: Record<GateReason, (design: Design) => boolean> = {
  unresolved_high_impact: (design) => unresolvedOfHighImpact(design).length > 0,
  high_impact_settled_without_reason: (design) => settledWithoutReason(design).length > 0,
  person_left_out: (design) => Object.values(leftOutOfText(design)).flat().length > 0,
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

/** Returns `true` if somebody has mapped where the proposals differ. */
export function wereCompared({ rounds }: Pick<Design, 'rounds'>): boolean {
  return rounds.some(({ kind, contributed }) => kind === 'mapping' && contributed.length > 0);
}

export function unresolvedOfHighImpact({ divergences }: Design): Divergence[] {
  return divergences.filter(
    ({ impact, settlement }) => impact === 'high' && settlement?.outcome === 'unresolved',
  );
}

/** Somebody gave way on these and named nothing of the other side that moved them (J2). */
export function settledWithoutReason(design: Design): Divergence[] {
  return design.divergences.filter(
    (divergence) =>
      divergence.impact === 'high' &&
      divergence.settlement?.outcome === 'conceded' &&
      movementsOf(design, divergence).some(({ changedWithoutReason }) => changedWithoutReason),
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
  return findingsLeft(design, 'blocking');
}

/** Returns the findings of this severity that are left. */
export function findingsLeft(design: Design, severity: AnsweredFinding['severity']): FindingLeft[] {
  const { confirmation } = design;
  return findingsOf(design).flatMap((finding): FindingLeft[] => {
    const { id, answer, confirmed } = finding;
    if (finding.severity !== severity) return [];
    if (answer?.done !== 'acted_on') return [{ ...finding, left: 'open', why: answer?.where ?? '' }];
    if (confirmed === true) return [];
    const why = confirmation?.confirmation.findings.find((each) => each.finding === id)?.reason ?? '';
    return [{ ...finding, left: confirmed === null ? 'unasked' : 'unconfirmed', why }];
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
