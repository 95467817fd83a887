import { claimsOf } from '../proposal/labels.ts';
import type { Argument, Design, Divergence } from '../vocabulary/design.ts';
import type { ParticipantId, PositionId, RoundId } from '../vocabulary/ids.ts';
import { participant } from '../vocabulary/participants.ts';

interface Stance {
  readonly participant: ParticipantId;
  /** Empty: none of the positions. */
  readonly position: PositionId;
  readonly confidence: number;
}

/** Returns each author's position by its claims at mapping, with the confidence of its proposal. */
export function mappedStances(design: Design, divergence: Divergence): Stance[] {
  return divergence.positions.flatMap((position) =>
    position.holders.map((participant) => ({
      participant,
      position: position.id,
      confidence: proposalConfidence(design, participant),
    })),
  );
}

/** Returns everyone's current position: that of the last argument, or of their claims. */
export function currentStances(design: Design, divergence: Divergence): Stance[] {
  return mappedStances(design, divergence).map((mapped) => ({
    ...mapped,
    ...argumentsOf(divergence, mapped.participant).at(-1)?.after,
  }));
}

/** Returns everyone's position when this round opened, before its own contributions. */
export function stancesAtOpening(design: Design, divergence: Divergence, roundId: RoundId): Stance[] {
  const earlier = divergence.arguments.filter((argument) => argument.roundId !== roundId);
  return currentStances(design, { ...divergence, arguments: earlier });
}

/** Returns true if this participant and another hold different positions. */
export function standsApart(stances: readonly Stance[], participant: ParticipantId): boolean {
  const own = stances.find((stance) => stance.participant === participant)?.position ?? '';
  return own !== '' && stances.some(({ position }) => position !== '' && position !== own);
}

/** One change of a participant's position. */
export interface Move {
  /** `corrected`: by its own words it never held the position that its claims were mapped to. */
  readonly kind: 'corrected' | 'moved';
  /** Empty for none of the positions, as is `to`. */
  readonly from: PositionId;
  readonly to: PositionId;
  /** Claims and places of the other side that count as reasons; empty without any (J2). */
  readonly changedBy: readonly string[];
}

/**
 * Returns the moves of its author in an argument, in the order told. All texts about moves and all settling by moves use this.
 * Reasons belong to the last one.
 */
export function movesIn(
  divergence: Divergence,
  argument: Pick<Argument, 'participant' | 'roundId' | 'before' | 'after' | 'changedBy'>,
): Move[] {
  const { participant, roundId, before, after, changedBy } = argument;
  const own = argumentsOf(divergence, participant);
  const earlier = own[own.findIndex((each) => each.roundId === roundId) - 1];
  const mapped = divergence.positions.find(({ holders }) => holders.includes(participant));
  const stood = earlier?.after.position ?? mapped?.id ?? '';
  const moves: Omit<Move, 'changedBy'>[] = [
    { kind: 'corrected', from: stood, to: before.position },
    { kind: 'moved', from: before.position, to: after.position },
  ];
  return moves
    .filter(({ from, to }) => from !== to)
    .map((move, index, { length }) => ({ ...move, changedBy: index === length - 1 ? changedBy : [] }));
}

/** Returns all moves of one participant, oldest first: the last has brought it to its current position. */
export function movesOf(divergence: Divergence, participant: ParticipantId): Move[] {
  return argumentsOf(divergence, participant).flatMap((argument) => movesIn(divergence, argument));
}

export type Movement = ReturnType<typeof movementsOf>[number];

/** Returns, for everybody with claims on a position, in the order of positions, where each stood and what moved it (J2). */
export function movementsOf(design: Design, divergence: Divergence) {
  return mappedStances(design, divergence).map((mapped) => {
    const own = argumentsOf(divergence, mapped.participant);
    const [first, last] = [own.at(0)?.before ?? mapped, own.at(-1)?.after ?? mapped];
    const moves = movesOf(divergence, mapped.participant);
    return {
      participant: mapped.participant,
      /** In its own words, before it argued; empty for none of the positions. */
      before: first.position,
      after: last.position,
      confidenceBefore: first.confidence,
      confidenceAfter: last.confidence,
      moves,
      /** A change of position that names nothing of the other side as its cause may be conformity. */
      changedWithoutReason: moves.some(({ kind, changedBy }) => kind === 'moved' && changedBy.length === 0),
    };
  });
}

/** Returns a claim in its author's words; a place as it is, without an author. */
export function reasonOf(design: Design, name: string): { readonly text: string; readonly by: string } {
  const claim = claimsOf(design).find(({ id }) => id === name);
  if (claim === undefined) return { text: name, by: '' };
  return { text: claim.text, by: participant(design, claim.participant).title };
}

function argumentsOf({ arguments: given }: Divergence, participant: ParticipantId): Argument[] {
  return given.filter((argument) => argument.participant === participant);
}

function proposalConfidence(design: Design, participant: ParticipantId): number {
  const sealed = design.proposals.findLast((each) => each.participant === participant);
  return sealed?.proposal.confidence ?? 0;
}
