import type { Design, Divergence } from '../design.ts';
import type { ParticipantId, PositionId, RoundId } from '../ids.ts';

export interface Standing {
  readonly participant: ParticipantId;
  readonly position: PositionId;
  readonly confidence: number;
}

/** J2: where each persona concerned stood when the divergence was mapped, with the confidence of its proposal. */
export function initialStandings(design: Design, divergence: Divergence): Standing[] {
  return divergence.positions.flatMap((position) =>
    position.holders.map((participant) => ({
      participant,
      position: position.id,
      confidence: proposalConfidence(design, participant),
    })),
  );
}

/** Where each stands now: its last argument's position, or its first one. */
export function standings(design: Design, divergence: Divergence): Standing[] {
  return initialStandings(design, divergence).map((initial) => {
    const last = divergence.arguments.findLast((argument) => argument.participant === initial.participant);
    return last === undefined ? initial : { participant: initial.participant, ...last.after };
  });
}

/** Where each stood when this round opened: what the round itself has brought is not counted yet. */
export function standingsAtOpening(design: Design, divergence: Divergence, roundId: RoundId): Standing[] {
  const earlier = divergence.arguments.filter((argument) => argument.roundId !== roundId);
  return standings(design, { ...divergence, arguments: earlier });
}

function proposalConfidence(design: Design, participant: ParticipantId): number {
  const sealed = design.proposals.findLast((each) => each.participant === participant);
  return sealed?.proposal.confidence ?? 0;
}
