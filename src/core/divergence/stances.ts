import type { Design, Divergence } from '../design.ts';
import type { ParticipantId, PositionId, RoundId } from '../ids.ts';

export interface Stance {
  readonly participant: ParticipantId;
  readonly position: PositionId;
  readonly confidence: number;
}

/** Which position each persona concerned held when the divergence was mapped, with the confidence of its proposal (J2). */
export function initialStances(design: Design, divergence: Divergence): Stance[] {
  return divergence.positions.flatMap((position) =>
    position.holders.map((participant) => ({
      participant,
      position: position.id,
      confidence: proposalConfidence(design, participant),
    })),
  );
}

/** Where each stands now: its last argument's position, or its first one. */
export function currentStances(design: Design, divergence: Divergence): Stance[] {
  return initialStances(design, divergence).map((initial) => {
    const last = divergence.arguments.findLast((argument) => argument.participant === initial.participant);
    return last === undefined ? initial : { participant: initial.participant, ...last.after };
  });
}

/** Where each stood when this round opened: what the round itself has brought is not counted yet. */
export function stancesAtOpening(design: Design, divergence: Divergence, roundId: RoundId): Stance[] {
  const earlier = divergence.arguments.filter((argument) => argument.roundId !== roundId);
  return currentStances(design, { ...divergence, arguments: earlier });
}

function proposalConfidence(design: Design, participant: ParticipantId): number {
  const sealed = design.proposals.findLast((each) => each.participant === participant);
  return sealed?.proposal.confidence ?? 0;
}
