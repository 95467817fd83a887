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
import type { Design, Divergence } from '../vocabulary/design.ts';
import { GATE_REASONS, type GateReason } from '../vocabulary/events.ts';
import { personas } from '../vocabulary/participants.ts';
import type { RoundKind } from '../vocabulary/sets.ts';

/** Below this a participant is less sure than not, with some margin; our own choice, not from literature. */
export const LOW_CONFIDENCE = 0.4;
/** The least share of personas that must take part to the end: two of three, four of six. Our own choice. */
const REQUIRED_PARTICIPATION = 2 / 3;

/** Tests for each reason that speaks against full authority of a decision. */
const APPLIES: Record<GateReason, (design: Design) => boolean> = {
  unresolved_high_impact: (design) => unresolvedOfHighImpact(design).length > 0,
  high_impact_settled_without_reason: (design) => settledWithoutReason(design).length > 0,
  person_left_out: (design) => Object.values(leftOutOfText(design)).flat().length > 0,
  dissent_of_half: ({ signatures }) =>
    signatures.filter(({ verdict }) => verdict === 'dissents').length * 2 >= Math.max(1, signatures.length),
  low_confidence: (design) => lowestConfidence(design) < LOW_CONFIDENCE,
  blocking_finding: (design) => blockingLeftOpen(design).length > 0,
  citation_failed: (design) => adoptedWithFailedCitation(design).length > 0,
  degraded_participation: (design) =>
    tookPartToTheEnd(design).length < personas(design).length * REQUIRED_PARTICIPATION,
  not_compared: ({ proposals, rounds }) => proposals.length > 1 && !hasBrought(rounds, 'mapping'),
  not_audited: ({ audit }) => audit === null,
  not_signed: ({ signatures }) => signatures.length === 0,
  budget: (design) => design.dropped.some(({ reason }) => reason === 'money_used_up') || budgetUsedUp(design),
  // Reasons to ask before there is a result.
  nothing_contributed: () => false,
  thread_unreachable: () => false,
};

/** Returns the reasons why a person should look at this decision before it carries full authority; empty when nothing speaks against it (A6). */
export function shouldGate(design: Design): GateReason[] {
  return GATE_REASONS.filter((reason) => APPLIES[reason](design));
}

function hasBrought(rounds: Design['rounds'], kind: RoundKind): boolean {
  return rounds.some((round) => round.kind === kind && round.contributed.length > 0);
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

/** Findings that forbid acting on the decision and that no revision has acted on. */
export function blockingLeftOpen(design: Design): AnsweredFinding[] {
  return findingsOf(design).filter(
    ({ severity, answer }) => severity === 'blocking' && answer?.done !== 'acted_on',
  );
}

/** Claims that the decision rests on although what they cite does not stand there. */
export function adoptedWithFailedCitation(design: Design): LabelledClaim[] {
  return adoptedClaims(design).filter(({ check }) => check?.status === 'failed');
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
