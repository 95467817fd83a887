import type { Design } from '../design.ts';
import { GATE_REASONS, type GateReason } from '../events.ts';
import { personas } from '../participants.ts';
import { budgetUsedUp } from './reserve.ts';

/** Below this a participant is less sure than not, with some margin; our own choice, not from literature. */
export const LOW_CONFIDENCE = 0.4;
/** Of three personas two must have taken part to the end, of five four. Our own choice. */
export const REQUIRED_PARTICIPATION = 2 / 3;

/** What speaks against full authority of a brief, for each reason. */
const APPLIES: Record<GateReason, (design: Design) => boolean> = {
  unresolved_high_impact: ({ divergences }) =>
    divergences.some(
      (divergence) => divergence.impact === 'high' && divergence.settlement?.outcome === 'unresolved',
    ),
  low_confidence: (design) => lowestConfidence(design) < LOW_CONFIDENCE,
  blocking_finding: ({ audit }) =>
    audit?.audit.findings.some((finding) => finding.severity === 'blocking') ?? false,
  degraded_participation: (design) =>
    tookPartToTheEnd(design).length < personas(design).length * REQUIRED_PARTICIPATION,
  budget: (design) => design.deliberationStopped === 'money_used_up' || budgetUsedUp(design),
  // A reason to pause, which is no judgement of a result.
  thread_unreachable: () => false,
};

/** Why a person should look at this brief before it carries full authority; empty when nothing speaks against it (A6). */
export function shouldGate(design: Design): GateReason[] {
  return GATE_REASONS.filter((reason) => APPLIES[reason](design));
}

/** The lowest confidence that the result rests on: of the newest composite, the signatures under it, and the brief. */
export function lowestConfidence(design: Design): number {
  const composite = design.composites.at(-1)?.composite.confidence;
  const brief = design.brief?.brief.confidence;
  const given = design.signatures.map((signature) => signature.confidence);
  return Math.min(1, ...given, ...[composite, brief].filter((confidence) => confidence !== undefined));
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
