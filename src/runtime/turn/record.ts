import * as z from 'zod';
import { TOOL_RESULTS, TURN_OUTCOMES, TurnError, Usage } from '../../core/vocabulary/events.ts';
import { DesignId, ParticipantId, RoundId, SessionId, TurnId } from '../../core/vocabulary/ids.ts';

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
    /** What it has used at least; absent where that is nothing. */
    spent: z.strictObject({ usage: Usage, costUsd }).optional(),
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

/** What an attempt at a model call has used, at least, of the model that it was for. */
const Spent = z.strictObject({ model: z.string(), usage: Usage, costUsd });

/**
 * What has happened in a turn since this was last stored of it (T6): all parts of a turn, in order, are its trace so far.
 * Fields are stored in this order.
 */
export const TracePart = z.strictObject({
  turnId: TurnId,
  /** Where it has not been stored yet, or was another. */
  prompt: z.string().optional(),
  steps: z.array(TraceStep),
  /** The attempt under way as it stands; `null` where there is none, or where it costs nothing. */
  underWay: z.strictObject({ call: count, attempt: count, spent: Spent }).nullable(),
});
export type TracePart = z.infer<typeof TracePart>;

export const NO_USAGE: Usage = { inputTokens: 0, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 0 };
const CUT_PROMPT = '[This record could not be stored whole: its prompt and its trace were left out.]';

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
  /** Calls that brought no answer are in it with what they used at least (T7). */
  costIsAtLeast: z.literal(true).optional(),
  confidence: z.number().min(0).max(1).nullable(),
  /** The first request's prompt, whole (J1). */
  prompt: z.string(),
  trace: z.array(TraceStep),
});
export type TurnRecord = z.infer<typeof TurnRecord>;

/** Bytes of JSON, a little below what a store takes. */
const RECORD_BYTES = 7 * 1024 * 1024;

/**
 * The record as it can be stored. One of a shape or size that no store takes is cut to who, when and how it ended: the
 * turn has happened, and its design must neither stop nor begin again for want of its record (T1).
 */
export function storableRecord(record: TurnRecord): TurnRecord {
  const isWhole = TurnRecord.safeParse(record).success;
  if (isWhole && Buffer.byteLength(JSON.stringify(record)) <= RECORD_BYTES) return record;
  const { error, usage, totalMs, costUsd: cost } = record;
  const kept = TurnRecord.shape;
  return {
    ...record,
    totalMs: kept.totalMs.safeParse(totalMs).data ?? 0,
    error: error === null ? null : { ...error, lastStep: '', completedSteps: [], totalMs: 0 },
    usage: kept.usage.safeParse(usage).data ?? NO_USAGE,
    // Unknown is never shown as zero.
    costUsd: kept.costUsd.safeParse(cost).data ?? null,
    confidence: kept.confidence.safeParse(record.confidence).data ?? null,
    prompt: CUT_PROMPT,
    trace: [],
  };
}
