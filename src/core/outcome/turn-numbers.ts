import * as z from 'zod';
import type { Design, Turn } from '../vocabulary/design.ts';
import { findById, type ParticipantId, type TurnId } from '../vocabulary/ids.ts';
import { findParticipant } from '../vocabulary/participants.ts';
import { present } from '../vocabulary/present.ts';
import { ROUND_KINDS, type RoundKind } from '../vocabulary/sets.ts';

export const TurnMark = z.strictObject({
  number: z.number().int().positive(),
  turnId: z.string(),
  persona: z.string(),
  title: z.string(),
  kind: z.enum(ROUND_KINDS),
});
export type TurnMark = z.infer<typeof TurnMark>;

export function roundKindOf(
  { rounds }: Pick<Design, 'rounds'>,
  { roundId }: Pick<Turn, 'roundId'>,
): RoundKind {
  const round = present(findById(rounds, roundId), `no round ${roundId}`);
  return round.kind;
}

/** A turn with its number, from 1 in starting order; `null` if it is not in this design. */
export function turnMarkOf(design: Design, id: TurnId): TurnMark | null {
  const index = design.turns.findIndex((turn) => turn.id === id);
  const turn = design.turns[index];
  if (turn === undefined) return null;
  return {
    number: index + 1,
    turnId: turn.id,
    persona: turn.participant,
    title: findParticipant(design, turn.participant).title,
    kind: roundKindOf(design, turn),
  };
}

/** The newest matching turn in which this participant spoke; `null` for none, as for contributions from an earlier run. */
export function findSpokenTurn(
  design: Design,
  by: ParticipantId,
  isIn: (turn: Turn) => boolean,
): TurnMark | null {
  const matchingTurn = design.turns.findLast(
    (turn) => turn.participant === by && turn.outcome === 'spoke' && isIn(turn),
  );
  return matchingTurn === undefined ? null : turnMarkOf(design, matchingTurn.id);
}
