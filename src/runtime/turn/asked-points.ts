import { differenceLabel, positionLabel, shownClaims } from '../../core/divergence/labels.ts';
import type { Argument, Design, Divergence } from '../../core/vocabulary/design.ts';
import type { ParticipantId, PositionId } from '../../core/vocabulary/ids.ts';
import { participant } from '../../core/vocabulary/participants.ts';
import { pointsOf, type Round } from '../../core/vocabulary/round.ts';
import { withoutName } from './material-text.ts';

/** A difference as somebody who argues sees it (J6): neither who nor how many hold what, nor how sure they are. */
export type AskedPoint = ReturnType<typeof askedPoint>;

/**
 * What a person has settled since the round opened is not asked any more; of a turn that is about nothing else, it says
 * what it has.
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
    /** Where its claims were put, or it ended the first round itself, and what it answered there; empty before it has argued. */
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
