import { differenceLabel, mapAtOpening, positionLabel, shownClaims } from '../../core/divergence/labels.ts';
import type { Argument, Design, Divergence, Settlement } from '../../core/vocabulary/design.ts';
import type { ParticipantId, PositionId } from '../../core/vocabulary/ids.ts';
import { pointsOf, type Round } from '../../core/vocabulary/round.ts';

/** A difference as all see it who argue in a round (J6): neither who nor how many hold what, nor how sure they are. */
export type ArguedPoint = ReturnType<typeof arguedPoint>;

/** Returns the map as everybody sees it in this round: as it stood when that opened, whatever has come since. */
export function arguedPoints(design: Design, round: Round): ArguedPoint[] {
  return mapAtOpening(design, round.id).map((divergence) => arguedPoint(design, round, divergence));
}

function arguedPoint(design: Design, round: Round, divergence: Divergence) {
  const { id, description, settlement } = divergence;
  const earlier = divergence.arguments.filter(({ roundId }) => roundId !== round.id);
  return {
    /** `1` */
    difference: differenceLabel(id),
    description,
    positions: divergence.positions.map(({ id: position, statement }) => ({
      /** `1a` */
      name: positionLabel(id, position),
      statement,
      claims: shownClaims(design, divergence, position),
      said: surest(earlier, position),
    })),
    isArgued: round.points.some(({ divergences }) => divergences.includes(id)),
    /** How it had ended by then; `null` while it was open. */
    settled: settlement !== null && settlement.since < round.since ? settled(divergence, settlement) : null,
  };
}

/**
 * Returns the argument of the one who was most sure among those who held this position after the first round; `null` for nobody.
 * One for each position, however many have spoken for it: their number tells nothing (J6).
 */
function surest(earlier: readonly Argument[], position: PositionId): Argument | null {
  const [first] = earlier
    .filter(({ after }) => after.position === position)
    .toSorted((one, other) => other.after.confidence - one.after.confidence);
  return first ?? null;
}

function settled({ id }: Divergence, { outcome, position, person, reason }: Settlement) {
  return { outcome, position: positionLabel(id, position), person, note: person === '' ? '' : reason };
}

/** A difference that one participant is to argue, as far as that is not the same for all. */
type AskedPoint = ReturnType<typeof askedPoint>;

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
  const own = divergence.arguments.findLast(
    ({ participant, roundId }) => participant === id && roundId !== round.id,
  );
  const mapped = divergence.positions.find(({ holders }) => holders.includes(id))?.id ?? '';
  return {
    ...arguedPoint(design, round, divergence),
    /** The position that its claims were put on: for rehearsals, and in no prompt (J2). */
    mapped: positionLabel(divergence.id, mapped),
    /** The position that it ended an earlier round with; empty before it has argued. */
    ended: own === undefined ? '' : positionLabel(divergence.id, own.after.position),
  };
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
