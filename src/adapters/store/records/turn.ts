import * as z from 'zod';
import { TURN_OUTCOMES, TurnError, Usage } from '../../../core/events.ts';
import { DesignId, ParticipantId, SessionId, TurnId } from '../../../core/ids.ts';
import type { TraceStep, TurnRecord } from '../../../runtime/turn/record.ts';

const elapsedMs = z.number().nonnegative();
const call = z.number().int().nonnegative();
const attempt = z.number().int().nonnegative();

/** One schema per kind of step; a new kind without one does not compile. */
const STEPS = {
  prompt_assembled: z.strictObject({
    kind: z.literal('prompt_assembled'),
    atMs: elapsedMs,
    bytes: z.number().int().nonnegative(),
    sha256: z.string(),
  }),
  request_sent: z.strictObject({ kind: z.literal('request_sent'), atMs: elapsedMs, call, attempt }),
  first_token: z.strictObject({ kind: z.literal('first_token'), atMs: elapsedMs, call }),
  answer_received: z.strictObject({
    kind: z.literal('answer_received'),
    atMs: elapsedMs,
    call,
    stop: z.string(),
    usage: Usage,
    costUsd: z.number().nonnegative().nullable(),
    text: z.string(),
  }),
  request_failed: z.strictObject({
    kind: z.literal('request_failed'),
    atMs: elapsedMs,
    call,
    attempt,
    fault: z.string(),
    transient: z.boolean(),
  }),
  tool_called: z.strictObject({
    kind: z.literal('tool_called'),
    atMs: elapsedMs,
    tool: z.string(),
    input: z.string(),
    result: z.enum(['ok', 'refused', 'failed']),
    latencyMs: elapsedMs,
  }),
  submission_checked: z.strictObject({
    kind: z.literal('submission_checked'),
    atMs: elapsedMs,
    tool: z.string(),
    accepted: z.boolean(),
    reason: z.string(),
  }),
  asked_again: z.strictObject({ kind: z.literal('asked_again'), atMs: elapsedMs, reason: z.string() }),
} satisfies { [Kind in TraceStep['kind']]: z.ZodType<Extract<TraceStep, { kind: Kind }>> };

export const StoredTurn: z.ZodType<TurnRecord> = z.strictObject({
  turnId: TurnId,
  designId: DesignId,
  participant: ParticipantId,
  sessionId: SessionId,
  roundId: z.templateLiteral(['r', z.number().int()]),
  kind: z.string(),
  startedAt: z.number().int().nonnegative(),
  totalMs: elapsedMs,
  outcome: z.enum(TURN_OUTCOMES),
  error: TurnError.extend({
    lastStep: z.string(),
    completedSteps: z.array(z.string()),
    totalMs: elapsedMs,
  }).nullable(),
  usage: Usage,
  costUsd: z.number().nonnegative().nullable(),
  confidence: z.number().min(0).max(1).nullable(),
  prompt: z.string(),
  trace: z.array(z.union(Object.values(STEPS))),
});
