import * as z from 'zod';
import { Usage } from '../vocabulary/events.ts';
import { FORM_PARTS, REPAIRS } from '../vocabulary/sets.ts';
import { TurnRow } from './turn-rows.ts';

const atMs = z.number().nonnegative();
const Size = z.strictObject({ name: z.string(), bytes: z.number() });

/** One call of the model: its attempts until an answer came, or none did. */
const Call = z.strictObject({
  call: z.number(),
  attempts: z.number(),
  /** When it was first sent, in milliseconds since the turn began; `null` where that is not on record. */
  sentMs: atMs.nullable(),
  firstTokenMs: atMs.nullable(),
  answeredMs: atMs.nullable(),
  stop: z.string().nullable(),
  usage: Usage.nullable(),
  costUsd: z.number().nullable(),
  requestId: z.string().nullable(),
  text: z.string(),
  failures: z.array(z.strictObject({ atMs, attempt: z.number(), fault: z.string(), transient: z.boolean() })),
});
const ToolCall = z.strictObject({
  atMs,
  tool: z.string(),
  input: z.string(),
  result: z.string(),
  latencyMs: z.number(),
});

/** Everything that a turn saw, did, answered and cost, by the one record of it (T4); for people, the API and the command line. */
export const TurnView = z.strictObject({
  ...TurnRow.shape,
  /** The number of turns of the design, and those of the same participant before and after it. */
  count: z.number(),
  previous: z.number().nullable(),
  next: z.number().nullable(),
  /** The model of its participant, as `models.yaml` names it. */
  model: z.string(),
  /** There is a record: the turn has ended. Its fields are empty before. */
  hasRecord: z.boolean(),
  /** Its last step, and those completed before it, where it failed (T2). */
  lastStep: z.string(),
  completedSteps: z.array(z.string()),
  usage: Usage,
  confidence: z.number().nullable(),
  prompt: z.strictObject({
    bytes: z.number(),
    sha256: z.string(),
    parts: z.array(Size),
    /** Context that it had no room for. */
    leftOut: z.array(z.strictObject({ ...Size.shape, sha256: z.string() })),
    text: z.string(),
  }),
  calls: z.array(Call),
  /** Places that it looked up. */
  readings: z.array(ToolCall),
  /** Submissions that were refused, and why. */
  refusals: z.array(z.strictObject({ atMs, tool: z.string(), reason: z.string() })),
  askedAgain: z.array(z.strictObject({ atMs, reason: z.string() })),
  /** Parts that its requests went out without, and the words with which the endpoint refused them. */
  askedPlainer: z.array(z.strictObject({ atMs, without: z.enum(FORM_PARTS), said: z.string() })),
  /** What code has put right in its answers, and the fields in which it stood. */
  repaired: z.array(z.strictObject({ atMs, repair: z.enum(REPAIRS), fields: z.array(z.string()) })),
  /** The submission that ended it; `null` for none. */
  submission: ToolCall.nullable(),
  /** The end of its session in words, with the place of its last output, where the session was lost in it; empty else. */
  diagnostics: z.string(),
});
export type TurnView = z.infer<typeof TurnView>;
