import { cites } from '../citation/cited.ts';
import { isAtCommit, isTooWide, parsePlace } from '../citation/place.ts';
import { claimsOf, type LabelledClaim } from '../proposal/labels.ts';
import type { Design, Divergence } from '../vocabulary/design.ts';
import type { ParticipantId, PositionId, RoundId } from '../vocabulary/ids.ts';
import { claimNamed, claimsOn, isReason } from './labels.ts';
import { stancesAtOpening } from './stances.ts';

interface Change {
  readonly participant: ParticipantId;
  readonly roundId: RoundId;
  /** The position that was left; empty for none. */
  readonly from: PositionId;
  /** The position that was taken; empty for none. */
  readonly to: PositionId;
}

/**
 * Returns the names that count as reasons for a change of position (J2), with claims by their ids. Reasons, risks and costs count
 * of the position that was taken, or of any other where none was. Its decisions and assumptions do not: who names no more than
 * them has named that others want it. Places in the repository count if a claim there that is no decision cites them, or an
 * argument for that position cited them before, as narrow as a citation and at the pinned commit.
 */
export function reasonsAmong(
  design: Design,
  divergence: Divergence,
  change: Change,
  names: readonly string[],
): string[] {
  const theirs = claimsOfOthers(design, divergence, change);
  const reasons = theirs.filter(isReason).map(({ id }) => id);
  const citing = [
    ...theirs.filter(({ kind }) => kind !== 'decision'),
    ...argumentsOfOthers(divergence, change),
  ];
  const counted = names.flatMap((name) => {
    const claim = claimNamed(design, change.roundId, name);
    if (claim !== null) return reasons.includes(claim) ? [claim] : [];
    const place = parsePlace(name);
    if (place === null) return [];
    if (isTooWide(place) || !isAtCommit(place, design.repository)) return [];
    return citing.some((each) => cites(each, place)) ? [name] : [];
  });
  return [...new Set(counted)];
}

/** Returns claims on the taken position, and all others of those who held it when the round opened. */
function claimsOfOthers(design: Design, divergence: Divergence, change: Change) {
  const { participant, roundId } = change;
  const others = stancesAtOpening(design, divergence, roundId)
    .filter((stance) => stance.participant !== participant && mayMove(change, stance.position))
    .map((stance) => stance.participant);
  const onOthers = divergence.positions
    .filter(({ id }) => mayMove(change, id))
    .flatMap(({ id }) => claimsOn(design, divergence, id));
  const theirs = (claim: LabelledClaim) =>
    claim.participant !== participant &&
    (others.includes(claim.participant) || onOthers.some(({ id }) => id === claim.id));
  return claimsOf(design).filter(theirs);
}

function argumentsOfOthers(divergence: Divergence, change: Change) {
  return divergence.arguments
    .filter(({ participant, roundId }) => participant !== change.participant && roundId !== change.roundId)
    .filter(({ after }) => mayMove(change, after.position));
}

/** Returns true if support for this position can have brought about the change. */
function mayMove({ from, to }: Change, position: PositionId): boolean {
  return to === '' ? position !== from : position === to;
}
