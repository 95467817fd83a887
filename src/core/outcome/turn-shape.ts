import * as z from 'zod';
import { Usage } from '../vocabulary/event-parts.ts';
import { FORM_PARTS, REPAIRS } from '../vocabulary/sets.ts';
import { TurnRow } from './turn-rows.ts';

const atMs = z.number().nonnegative();
const Size = z.strictObject({ name: z.string(), bytes: z.number() });

const Call = z.strictObject({
  call: z.number(),
  attempts: z.number(),
  /** When it was first sent, in milliseconds since the turn began; `null` if not recorded. */
  sentMs: atMs.nullable(),
  firstTokenMs: atMs.nullable(),
  answeredMs: atMs.nullable(),
  stop: z.string().nullable(),
  usage: Usage.nullable(),
  costUsd: z.number().nullable(),
  requestId: z.string().nullable(),
  /** Set if the endpoint counts so few tokens for it that the model may have read only a part. */
  promptCharacters: z.number().nullable(),
  text: z.string(),
  failures: z.array(
    z.strictObject({ atMs, attempt: z.number(), fault: z.string(), transient: z.boolean() }),
  ),
});
const ToolCall = z.strictObject({
  atMs,
  tool: z.string(),
  input: z.string(),
  result: z.string(),
  latencyMs: z.number(),
});

/**
 * Everything a turn saw, did, answered and cost, from its one record; for people, the API and the
 * command line.
 */
export const TurnView = z.strictObject({
  ...TurnRow.shape,
  /** Number of turns in the design, and the same participant's previous and next. */
  count: z.number(),
  previous: z.number().nullable(),
  next: z.number().nullable(),
  /** Named as in `models.yaml`. */
  model: z.string(),
  /** The turn has ended and has a record; until then the fields below are empty. */
  hasRecord: z.boolean(),
  /** Where a failed turn stopped, and the steps before. */
  lastStep: z.string(),
  completedSteps: z.array(z.string()),
  usage: Usage,
  confidence: z.number().nullable(),
  prompt: z.strictObject({
    bytes: z.number(),
    sha256: z.string(),
    parts: z.array(Size),
    leftOut: z.array(z.strictObject({ ...Size.shape, sha256: z.string() })),
    text: z.string(),
  }),
  calls: z.array(Call),
  readings: z.array(ToolCall),
  refusals: z.array(z.strictObject({ atMs, tool: z.string(), reason: z.string() })),
  askedAgain: z.array(z.strictObject({ atMs, reason: z.string() })),
  /** Request parts dropped after the endpoint refused them, with its words. */
  askedPlainer: z.array(z.strictObject({ atMs, without: z.enum(FORM_PARTS), said: z.string() })),
  repaired: z.array(z.strictObject({ atMs, repair: z.enum(REPAIRS), fields: z.array(z.string()) })),
  submission: ToolCall.nullable(),
  /**
   * Cause of its session's crash, with the place of the last output; empty if there was no crash.
   */
  diagnostics: z.string(),
});
export type TurnView = z.infer<typeof TurnView>;
