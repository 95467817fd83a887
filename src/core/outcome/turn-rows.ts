import * as z from 'zod';
import type { Design, Turn } from '../vocabulary/design.ts';
import { TURN_OUTCOMES, TurnError } from '../vocabulary/event-parts.ts';
import { formatIso } from '../vocabulary/figures.ts';
import { findById } from '../vocabulary/ids.ts';
import { findParticipant } from '../vocabulary/participants.ts';
import { present } from '../vocabulary/present.ts';
import { ROUND_KINDS, type RoundKind } from '../vocabulary/sets.ts';

export const TurnRow = z.strictObject({
  /** From 1, in starting order. */
  number: z.number().int().positive(),
  turnId: z.string(),
  persona: z.string(),
  title: z.string(),
  sessionId: z.string(),
  kind: z.enum(ROUND_KINDS),
  startedAt: z.iso.datetime(),
  /** `null` while it is open. */
  totalMs: z.number().nullable(),
  outcome: z.enum([...TURN_OUTCOMES, 'open']),
  error: TurnError.nullable(),
  tokens: z.number(),
  costUsd: z.number().nullable(),
  costIsAtLeast: z.boolean(),
});
export type TurnRow = z.infer<typeof TurnRow>;

export function listTurnRows(design: Design): TurnRow[] {
  return design.turns.map((turn, index) => makeTurnRow(design, turn, index + 1));
}

export function makeTurnRow(design: Design, turn: Turn, number: number): TurnRow {
  const { id, sessionId, outcome, tookMs, error, tokens, costUsd, costIsAtLeast } = turn;
  return {
    number,
    turnId: id,
    persona: turn.participant,
    title: findParticipant(design, turn.participant).title,
    sessionId,
    kind: roundKindOf(design, turn),
    startedAt: formatIso(turn.startedAt),
    totalMs: tookMs,
    outcome,
    error,
    tokens,
    costUsd,
    costIsAtLeast,
  };
}

export function roundKindOf(
  { rounds }: Pick<Design, 'rounds'>,
  { roundId }: Pick<Turn, 'roundId'>,
): RoundKind {
  const round = present(findById(rounds, roundId), `no round ${roundId}`);
  return round.kind;
}
