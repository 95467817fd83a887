import * as z from 'zod';

/**
 * Ids of things that run have a prefix and a UUIDv7, minted outside the core. Ids that people read
 * (`Q3`, `D1`, `B-2`, `gate-1`) are ordinals within one design.
 */
const prefixedUuid = (prefix: string, whose: string) =>
  z
    .string()
    .regex(
      new RegExp(`^${prefix}_[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`),
      `the id of a ${whose}`,
    );

export const DesignId = prefixedUuid('dsn', 'design').brand<'DesignId'>();
export type DesignId = z.infer<typeof DesignId>;

/** Fewest characters of an id, in a row, that name a design. */
export const SHORTEST_ID_PART = 6;

/**
 * True if these characters are a design's id, or at least six of it in a row: people see the end of
 * it, and type what they see.
 */
export function isIdPart(id: string, text: string): boolean {
  return text.length >= SHORTEST_ID_PART && id.includes(text.toLowerCase());
}

export const SessionId = prefixedUuid('ses', 'session').brand<'SessionId'>();
export type SessionId = z.infer<typeof SessionId>;

export const TurnId = prefixedUuid('trn', 'turn').brand<'TurnId'>();
export type TurnId = z.infer<typeof TurnId>;

/** The only form of a participant's id, wherever it is read or written. */
export const ParticipantId = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{1,30}$/,
    'a persona id is 2–31 characters: lower-case letters, digits, hyphens, a letter first',
  )
  .brand<'ParticipantId'>();
export type ParticipantId = z.infer<typeof ParticipantId>;

export const RoundId = z.templateLiteral(['r', z.number().int()]);
export type RoundId = z.infer<typeof RoundId>;
export const QuestionId = z.templateLiteral(['Q', z.number().int()]);
export type QuestionId = z.infer<typeof QuestionId>;
export const DivergenceId = z.templateLiteral(['D', z.number().int()]);
export type DivergenceId = z.infer<typeof DivergenceId>;
export const GateId = z.templateLiteral(['gate-', z.number().int()]);
export type GateId = z.infer<typeof GateId>;
/** Name of a timer, after the object that it bounds; `pass_deadline` carries it. */
export const TimerId = z.union([
  z.enum(['answering', 'pause', 'deliberation', 'synthesis']),
  z.templateLiteral(['round:', RoundId]),
  z.templateLiteral(['gate:', GateId]),
  z.templateLiteral(['reminder:', z.union([z.literal('answering'), GateId])]),
]);
export type TimerId = z.infer<typeof TimerId>;
/** A proposal's letter in the drawn order, and one of its claims: `B`, `B-2`. */
export type ProposalLabel = string;
export type ClaimId = string;
/** One of a divergence's positions: `P1` to `P4`. */
export type PositionId = string;

/** Parses `1` or `D1`, as people and models write it; `null` for any other text. */
export function parseDivergenceId(name: string): DivergenceId | null {
  const parsed = DivergenceId.safeParse(/^\d+$/.test(name) ? `D${name}` : name.toUpperCase());
  return parsed.success ? parsed.data : null;
}

/** Parses `2` or `Q2`; `null` for any other text. */
export function parseQuestionId(name: string): QuestionId | null {
  const parsed = QuestionId.safeParse(/^\d+$/.test(name) ? `Q${name}` : name.toUpperCase());
  return parsed.success ? parsed.data : null;
}

export function findById<Item extends { readonly id: string }>(
  items: readonly Item[],
  id: Item['id'] | null | undefined,
): Item | undefined {
  return items.find((item) => item.id === id);
}
