import { claimsOf } from '../proposals/labels.ts';
import { saysSomething } from '../proposals/quote.ts';
import type { Argument, Design, Divergence } from '../vocabulary/design.ts';
import type { ClaimId, ParticipantId, PositionId } from '../vocabulary/ids.ts';

export interface Stance {
  readonly participant: ParticipantId;
  /** Empty for none. */
  readonly position: PositionId;
}

/** The position with this participant's claims; empty for none. */
export function mappedPositionOf(
  { positions }: Pick<Divergence, 'positions'>,
  id: ParticipantId,
): PositionId {
  return positions.find(({ holders }) => holders.includes(id))?.id ?? '';
}

/**
 * Each holder's position, in the order of positions: that of its claims, unless an argument moved
 * it with a reason.
 */
export function currentStancesOf(design: Design, divergence: Divergence): Stance[] {
  return movementsOf(design, divergence).map(({ participant: id, after }) => ({
    participant: id,
    position: after,
  }));
}

/** `true` if another participant holds a different position. */
export function standsApart(stances: readonly Stance[], id: ParticipantId): boolean {
  const own = stances.find((stance) => stance.participant === id)?.position ?? '';
  return own !== '' && stances.some(({ position }) => position !== '' && position !== own);
}

/** A change of position, as its author reports it. */
interface Move {
  readonly from: PositionId;
  /** Empty for none. */
  readonly to: PositionId;
  /** Claims of the other side that count as reasons; without any, the move settles nothing. */
  readonly changedBy: readonly ClaimId[];
  /**
   * The reasons to show: all named ones while the round is open, since another participant may
   * still name them too.
   */
  readonly told: readonly ClaimId[];
}

/**
 * The move in an argument; `null` if its author keeps the position. All texts about moves and all
 * settling use this.
 */
export function moveIn(
  design: Design,
  divergence: Divergence,
  argument: Pick<Argument, 'participant' | 'position' | 'changedBy' | 'text'>,
): Move | null {
  const from = mappedPositionOf(divergence, argument.participant);
  const { position: to } = argument;
  if (from === to) return null;
  const changedBy = keepCountedReasons(design, divergence, argument);
  return {
    from,
    to,
    changedBy,
    told: divergence.settlement === null ? argument.changedBy : changedBy,
  };
}

/**
 * Reasons that count: claims with a checked source, or claims that moved another participant too.
 * None if the argument has fewer than three words.
 */
function keepCountedReasons(
  design: Design,
  divergence: Divergence,
  { participant: id, changedBy, text }: Pick<Argument, 'participant' | 'changedBy' | 'text'>,
): ClaimId[] {
  if (!saysSomething(text)) return [];
  const reasons = divergence.arguments.flatMap((other) =>
    other.participant === id ? [] : other.changedBy,
  );
  const checkedClaims = claimsOf(design).filter(({ check }) => check?.status === 'checked');
  return changedBy.filter(
    (claim) => reasons.includes(claim) || checkedClaims.some((each) => each.id === claim),
  );
}

/**
 * For each holder, in the order of positions: its earlier and its present position, and its move.
 */
export function movementsOf(design: Design, divergence: Divergence) {
  return divergence.positions.flatMap(({ id: before, holders }) =>
    holders.map((id) => {
      const argument = divergence.arguments.find((each) => each.participant === id);
      const move = argument === undefined ? null : moveIn(design, divergence, argument);
      return {
        participant: id,
        before,
        /** A move without a reason does not change the position. */
        after: move === null || move.changedBy.length === 0 ? before : move.to,
        /** Includes a move without a reason; `null` for none. */
        move,
      };
    }),
  );
}
