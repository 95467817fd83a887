import * as z from 'zod';
import type { Design, Turn } from '../vocabulary/design.ts';
import type { ParticipantId, TurnId } from '../vocabulary/ids.ts';
import { participant } from '../vocabulary/participants.ts';
import { ROUND_KINDS, type RoundKind } from '../vocabulary/sets.ts';

/** Ids that the endpoint gave the requests of a turn; none where no model was asked, or where they were not kept. */
export type RequestsOf = (turn: TurnId) => readonly string[];

/** A turn by its number in the design, as people find it, with the requests that it made. */
export const TurnMark = z.strictObject({
  number: z.number().int().positive(),
  turnId: z.string(),
  persona: z.string(),
  title: z.string(),
  kind: z.enum(ROUND_KINDS),
  requests: z.array(z.string()),
});
export type TurnMark = z.infer<typeof TurnMark>;

/** Returns the kind of round that a turn belongs to. */
export function kindOfTurn(
  { rounds }: Pick<Design, 'rounds'>,
  { roundId }: Pick<Turn, 'roundId'>,
): RoundKind {
  const round = rounds.find(({ id }) => id === roundId);
  if (round === undefined) throw new Error(`broken invariant: no round ${roundId}`);
  return round.kind;
}

/** Returns the turn of this id under its number, from 1 in the order in which turns began; `null` for one of no such design. */
export function markOfTurn(design: Design, id: TurnId, requestsOf: RequestsOf): TurnMark | null {
  const index = design.turns.findIndex((turn) => turn.id === id);
  const turn = design.turns[index];
  if (turn === undefined) return null;
  return {
    number: index + 1,
    turnId: turn.id,
    persona: turn.participant,
    title: participant(design, turn.participant).title,
    kind: kindOfTurn(design, turn),
    requests: [...requestsOf(turn.id)],
  };
}

/** Returns the newest turn in which this participant spoke in such a round; `null` where there is none, as for what a run before has brought. */
export function spokenTurn(
  design: Design,
  by: ParticipantId,
  isIn: (turn: Turn) => boolean,
  requestsOf: RequestsOf,
): TurnMark | null {
  const found = design.turns.findLast(
    (turn) => turn.participant === by && turn.outcome === 'spoke' && isIn(turn),
  );
  return found === undefined ? null : markOfTurn(design, found.id, requestsOf);
}
