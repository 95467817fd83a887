import { claimsShownOf, labelDifference, labelPosition } from '../../core/differences/labels.ts';
import { mappedPositionOf } from '../../core/differences/stances.ts';
import type { Design, Divergence, Settlement } from '../../core/vocabulary/design.ts';
import type { ParticipantId } from '../../core/vocabulary/ids.ts';
import { pointsOf, type Round } from '../../core/vocabulary/round.ts';

/**
 * A difference as shown in a round of arguing: without its holders, their number or their
 * confidence.
 */
export type ArguedPoint = ReturnType<typeof makePoint>;

/** The map as of this round's opening, without anything said in the round. */
export function arguedPointsOf(design: Design, round: Round): ArguedPoint[] {
  return design.divergences.map((divergence) => makePoint(design, round, divergence));
}

function makePoint(design: Design, round: Round, divergence: Divergence) {
  const { id, description, settlement } = divergence;
  return {
    /** `1` */
    difference: labelDifference(id),
    description,
    positions: divergence.positions.map(({ id: position, statement }) => ({
      /** `1a` */
      name: labelPosition(id, position),
      statement,
      claims: claimsShownOf(design, divergence, position),
    })),
    isArgued: round.points.some(({ divergences }) => divergences.includes(id)),
    /** Its settlement before the round; `null` while it was open. */
    settled:
      settlement !== null && settlement.since < round.since
        ? describeSettlement(divergence, settlement)
        : null,
  };
}

function describeSettlement({ id }: Divergence, { position, person, reason: note }: Settlement) {
  return { position: labelPosition(id, position), person, note };
}

/**
 * Points that a participant is asked about, each with the position of its claims. Leaves out points
 * that a person settled since the round opened, unless nothing else would remain.
 */
export function askedPointsOf(design: Design, round: Round, id: ParticipantId) {
  const own = design.divergences.filter((divergence) =>
    pointsOf(round, id).includes(divergence.id),
  );
  const open = own.filter(({ settlement }) => settlement === null);
  return (open.length > 0 ? open : own).map((divergence) => ({
    ...makePoint(design, round, divergence),
    mine: labelPosition(divergence.id, mappedPositionOf(divergence, id)),
  }));
}

export function listSettledMeanwhile(design: Design, round: Round, id: ParticipantId) {
  return design.divergences.flatMap((divergence) => {
    const { settlement } = divergence;
    const isNew =
      settlement !== null && settlement.person !== '' && settlement.since >= round.since;
    if (!isNew || !pointsOf(round, id).includes(divergence.id)) return [];
    const { description } = divergence;
    return [
      {
        difference: labelDifference(divergence.id),
        description,
        ...describeSettlement(divergence, settlement),
      },
    ];
  });
}
