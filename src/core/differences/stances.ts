import { claimsOf } from '../proposals/labels.ts';
import { saysSomething } from '../proposals/quote.ts';
import type { Argument, Design, Divergence } from '../vocabulary/design.ts';
import type { ClaimId, ParticipantId, PositionId } from '../vocabulary/ids.ts';
import { participant } from '../vocabulary/participants.ts';

export interface Stance {
  readonly participant: ParticipantId;
  /** Empty: none of the positions. */
  readonly position: PositionId;
  readonly confidence: number;
}

/** Returns the position on which this participant's claims were put; empty for none. */
export function mappedPosition({ positions }: Pick<Divergence, 'positions'>, id: ParticipantId): PositionId {
  return positions.find(({ holders }) => holders.includes(id))?.id ?? '';
}

/**
 * Returns everyone's position, in the order of positions: where an argument has moved its author with a reason, else that of its
 * claims (J2). The confidence is that of the argument, else of the proposal.
 */
export function currentStances(design: Design, divergence: Divergence): Stance[] {
  return movementsOf(design, divergence).map(({ participant: id, after, confidence }) => ({
    participant: id,
    position: after,
    confidence,
  }));
}

/** Returns true if this participant and another hold different positions. */
export function standsApart(stances: readonly Stance[], id: ParticipantId): boolean {
  const own = stances.find((stance) => stance.participant === id)?.position ?? '';
  return own !== '' && stances.some(({ position }) => position !== '' && position !== own);
}

/** A change of a participant's position, as it says itself. */
export interface Move {
  readonly from: PositionId;
  /** Empty for none of the positions. */
  readonly to: PositionId;
  /** Claims of the other side that count as reasons; empty without any: then it settles nothing (J2). */
  readonly changedBy: readonly ClaimId[];
  /** Reasons to tell: while they argue all that it names, because another may yet name them too. */
  readonly told: readonly ClaimId[];
}

/** Returns the move of its author in an argument; `null` for one that stays. All texts about moves and all settling use this. */
export function moveIn(
  design: Design,
  divergence: Divergence,
  argument: Pick<Argument, 'participant' | 'position' | 'changedBy' | 'text'>,
): Move | null {
  const from = mappedPosition(divergence, argument.participant);
  const { position: to } = argument;
  if (from === to) return null;
  const changedBy = countedReasons(design, divergence, argument);
  return { from, to, changedBy, told: divergence.settlement === null ? argument.changedBy : changedBy };
}

/**
 * Returns the reasons for a move that count (J2): claims whose source stands there, or which another who argues was moved by too.
 * None where its author answers the other side in less than three words.
 */
function countedReasons(
  design: Design,
  divergence: Divergence,
  { participant: id, changedBy, text }: Pick<Argument, 'participant' | 'changedBy' | 'text'>,
): ClaimId[] {
  if (!saysSomething(text)) return [];
  const given = divergence.arguments.flatMap((other) => (other.participant === id ? [] : other.changedBy));
  const found = claimsOf(design).filter(({ check }) => check?.status === 'checked');
  return changedBy.filter((claim) => given.includes(claim) || found.some((each) => each.id === claim));
}

export type Movement = ReturnType<typeof movementsOf>[number];

/** Returns, for everybody with claims on a position, in the order of positions, where each stood and what moved it (J2). */
export function movementsOf(design: Design, divergence: Divergence) {
  return divergence.positions.flatMap(({ id: before, holders }) =>
    holders.map((id) => {
      const argument = divergence.arguments.find((each) => each.participant === id);
      const move = argument === undefined ? null : moveIn(design, divergence, argument);
      return {
        participant: id,
        before,
        /** Where it stands: a move without a reason is none. */
        after: move === null || move.changedBy.length === 0 ? before : move.to,
        confidence: argument?.confidence ?? proposalConfidence(design, id),
        /** Also one without a reason; `null` for none. */
        move,
      };
    }),
  );
}

/** Returns a claim in its author's words; its id, without an author, where the proposals are yet to be shown. */
export function reasonOf(design: Design, claim: ClaimId): { readonly text: string; readonly by: string } {
  const found = claimsOf(design).find(({ id }) => id === claim);
  if (found === undefined) return { text: claim, by: '' };
  return { text: found.text, by: participant(design, found.participant).title };
}

function proposalConfidence({ proposals }: Design, id: ParticipantId): number {
  return proposals.findLast((each) => each.participant === id)?.proposal.confidence ?? 0;
}
