import { differenceLabel, positionLabel, shownClaims } from '../../core/differences/labels.ts';
import { mappedPosition } from '../../core/differences/stances.ts';
import type { Design, Divergence, Settlement } from '../../core/vocabulary/design.ts';
import type { ParticipantId } from '../../core/vocabulary/ids.ts';
import { pointsOf, type Round } from '../../core/vocabulary/round.ts';

/** A difference as all see it who argue in a round (J6): neither who nor how many hold what, nor how sure they are. */
export type ArguedPoint = ReturnType<typeof arguedPoint>;

/** Returns the map as everybody sees it in this round, whatever was said in it since. */
export function arguedPoints(design: Design, round: Round): ArguedPoint[] {
  return design.divergences.map((divergence) => arguedPoint(design, round, divergence));
}

function arguedPoint(design: Design, round: Round, divergence: Divergence) {
  const { id, description, settlement } = divergence;
  return {
    /** `1` */
    difference: differenceLabel(id),
    description,
    positions: divergence.positions.map(({ id: position, statement }) => ({
      /** `1a` */
      name: positionLabel(id, position),
      statement,
      claims: shownClaims(design, divergence, position),
    })),
    isArgued: round.points.some(({ divergences }) => divergences.includes(id)),
    /** How it had ended by then; `null` while it was open. */
    settled: settlement !== null && settlement.since < round.since ? settled(divergence, settlement) : null,
  };
}

function settled({ id }: Divergence, { outcome, position, person, reason }: Settlement) {
  return { outcome, position: positionLabel(id, position), person, note: person === '' ? '' : reason };
}

/**
 * Returns the points that a participant is asked about, each with the position that its claims were put on. A point that a person
 * has settled since the round opened is left out; if a turn would be about nothing else, it keeps them.
 */
export function askedPoints(design: Design, round: Round, id: ParticipantId) {
  const own = design.divergences.filter((divergence) => pointsOf(round, id).includes(divergence.id));
  const open = own.filter(({ settlement }) => settlement === null);
  return (open.length > 0 ? open : own).map((divergence) => ({
    ...arguedPoint(design, round, divergence),
    mine: positionLabel(divergence.id, mappedPosition(divergence, id)),
  }));
}

/** Returns the differences of this participant that people have settled since the round opened. */
export function settledMeanwhile(design: Design, round: Round, id: ParticipantId) {
  return design.divergences.flatMap((divergence) => {
    const { settlement } = divergence;
    const isNew = settlement !== null && settlement.person !== '' && settlement.since >= round.since;
    if (!isNew || !pointsOf(round, id).includes(divergence.id)) return [];
    const { description } = divergence;
    return [{ difference: differenceLabel(divergence.id), description, ...settled(divergence, settlement) }];
  });
}
