import * as z from 'zod';
import { TOOL_RESULTS, TURN_OUTCOMES, TurnError, Usage } from '../../core/events.ts';
import { DesignId, ParticipantId, RoundId, SessionId, TurnId } from '../../core/ids.ts';

const elapsedMs = z.number().nonnegative();
const count = z.number().int().nonnegative();
const costUsd = z.number().nonnegative().nullable();

/** One thing that happened in a turn, with when it ended, in milliseconds since the turn began (T3). */
export const TraceStep = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('prompt_assembled'), atMs: elapsedMs, bytes: count, sha256: z.string() }),
  z.strictObject({ kind: z.literal('request_sent'), atMs: elapsedMs, call: count, attempt: count }),
  z.strictObject({ kind: z.literal('first_token'), atMs: elapsedMs, call: count }),
  z.strictObject({
    kind: z.literal('answer_received'),
    atMs: elapsedMs,
    call: count,
    stop: z.string(),
    usage: Usage,
    costUsd,
    /** What the model said, cut at the trace's bound. */
    text: z.string(),
  }),
  z.strictObject({
    kind: z.literal('request_failed'),
    atMs: elapsedMs,
    call: count,
    attempt: count,
    fault: z.string(),
    transient: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('tool_called'),
    atMs: elapsedMs,
    tool: z.string(),
    /** JSON, at most 4 KiB. */
    input: z.string(),
    result: z.enum(TOOL_RESULTS),
    latencyMs: elapsedMs,
  }),
  z.strictObject({
    kind: z.literal('submission_checked'),
    atMs: elapsedMs,
    tool: z.string(),
    accepted: z.boolean(),
    reason: z.string(),
  }),
  z.strictObject({ kind: z.literal('asked_again'), atMs: elapsedMs, reason: z.string() }),
]);
export type TraceStep = z.infer<typeof TraceStep>;

/** The one record of one turn, and the only source about it (T1, T4). Fields are stored in this order. */
export const TurnRecord = z.strictObject({
  turnId: TurnId,
  designId: DesignId,
  participant: ParticipantId,
  sessionId: SessionId,
  roundId: RoundId,
  kind: z.string(),
  startedAt: count,
  totalMs: elapsedMs,
  outcome: z.enum(TURN_OUTCOMES),
  error: TurnError.extend({
    lastStep: z.string(),
    completedSteps: z.array(z.string()),
    totalMs: elapsedMs,
  }).nullable(),
  usage: Usage,
  costUsd,
  confidence: z.number().min(0).max(1).nullable(),
  /** The first request's prompt, whole (J1). */
  prompt: z.string(),
  trace: z.array(TraceStep),
});
export type TurnRecord = z.infer<typeof TurnRecord>;
