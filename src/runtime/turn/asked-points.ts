import { differenceLabel, positionLabel, shownClaims } from '../../core/divergence/labels.ts';
import type { Argument, Design, Divergence } from '../../core/vocabulary/design.ts';
import type { ParticipantId, PositionId } from '../../core/vocabulary/ids.ts';
import { participant } from '../../core/vocabulary/participants.ts';
import { pointsOf, type Round } from '../../core/vocabulary/round.ts';
import { withoutName } from './material-text.ts';

/** A difference as somebody who argues sees it (J6): neither who nor how many hold what, nor how sure they are. */
export type AskedPoint = ReturnType<typeof askedPoint>;

/**
 * Returns the points that a participant is asked about. A point that a person has settled since the round opened is left out; if a
 * turn would be about nothing else, it keeps them.
 */
export function askedPoints(design: Design, round: Round, id: ParticipantId): AskedPoint[] {
  const own = design.divergences.filter((divergence) => pointsOf(round, id).includes(divergence.id));
  const open = own.filter(({ settlement }) => settlement === null);
  return (open.length > 0 ? open : own).map((divergence) => askedPoint(design, round, id, divergence));
}

function askedPoint(design: Design, round: Round, id: ParticipantId, divergence: Divergence) {
  const earlier = divergence.arguments.filter(({ roundId }) => roundId !== round.id);
  const own = earlier.findLast(({ participant: who }) => who === id);
  const mapped = divergence.positions.find(({ holders }) => holders.includes(id))?.id ?? '';
  return {
    /** `1` */
    difference: differenceLabel(divergence.id),
    description: divergence.description,
    positions: divergence.positions.map(({ id: position, statement }) => ({
      /** `1a` */
      name: positionLabel(divergence.id, position),
      statement,
      claims: shownClaims(design, divergence, position),
      said: saidFor(design, earlier, position, id),
    })),
    /** The position that its claims were put on, or that it ended the first round with, and its answer there; empty before it has argued. */
    own: { position: positionLabel(divergence.id, own?.after.position ?? mapped), said: own?.text ?? '' },
  };
}

/**
 * The answer of somebody else who held it after the first round, the one who was most sure; empty if there is none. One for each
 * position, however many have spoken for it: their number tells nothing (J6).
 */
function saidFor(
  design: Design,
  earlier: readonly Argument[],
  position: PositionId,
  id: ParticipantId,
): string {
  const [surest] = earlier
    .filter(({ participant: who, after }) => who !== id && after.position === position)
    .toSorted((one, other) => other.after.confidence - one.after.confidence);
  return surest === undefined ? '' : withoutName(surest.text, participant(design, surest.participant));
}
