import * as z from 'zod';
import { TOOL_RESULTS, TURN_OUTCOMES, TurnError, Usage } from '../../core/vocabulary/events.ts';
import { DesignId, ParticipantId, RoundId, SessionId, TurnId } from '../../core/vocabulary/ids.ts';
import { FORM_PARTS, REPAIRS } from '../../core/vocabulary/sets.ts';

const elapsedMs = z.number().nonnegative();
const count = z.number().int().nonnegative();
const costUsd = z.number().nonnegative().nullable();

/** One step of a turn, with its end in milliseconds since the turn began (T3). */
export const TraceStep = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('prompt_assembled'),
    atMs: elapsedMs,
    bytes: count,
    sha256: z.string(),
    /** Its parts in order. Absent: not known. */
    parts: z.array(z.strictObject({ name: z.string(), bytes: count })).optional(),
    /** Context that it had no room for, by the item that was cut: the bytes left out, and their hash. Absent: nothing. */
    leftOut: z.array(z.strictObject({ name: z.string(), bytes: count, sha256: z.string() })).optional(),
  }),
  z.strictObject({ kind: z.literal('request_sent'), atMs: elapsedMs, call: count, attempt: count }),
  z.strictObject({ kind: z.literal('first_token'), atMs: elapsedMs, call: count }),
  z.strictObject({
    kind: z.literal('answer_received'),
    atMs: elapsedMs,
    call: count,
    stop: z.string(),
    usage: Usage,
    costUsd,
    /** The model's words, cut at the trace's bound. */
    text: z.string(),
    /** The endpoint has not counted: usage and cost are the least that they can be (T7). */
    atLeast: z.literal(true).optional(),
    /** The tool was called by a message, because the endpoint cannot call tools. */
    byMessage: z.literal(true).optional(),
    /** The endpoint's own id of the request, by which its operator finds it. Absent: it gave none. */
    requestId: z.string().optional(),
  }),
  z.strictObject({
    kind: z.literal('request_failed'),
    atMs: elapsedMs,
    call: count,
    attempt: count,
    fault: z.string(),
    transient: z.boolean(),
    /** The least it has used; absent if that is nothing. */
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
  /** The requests go out without a part from here on, because the endpoint has refused it, now or before. */
  z.strictObject({
    kind: z.literal('asked_plainer'),
    atMs: elapsedMs,
    call: count,
    without: z.enum(FORM_PARTS),
    /** The endpoint's words. */
    said: z.string(),
  }),
  /** Code has put something right in an answer. `fields`: those in which it stood. */
  z.strictObject({
    kind: z.literal('repaired'),
    atMs: elapsedMs,
    repair: z.enum(REPAIRS),
    fields: z.array(z.string()),
  }),
]);
export type TraceStep = z.infer<typeof TraceStep>;

/** The least usage of an attempt at a model call, with its model. */
const Spent = z.strictObject({ model: z.string(), usage: Usage, costUsd });

/**
 * Everything in a turn since this was last stored (T6): its parts, in order, are its trace. Fields are stored in this order.
 */
export const TracePart = z.strictObject({
  turnId: TurnId,
  /** Set unless the same one is already stored. */
  prompt: z.string().optional(),
  steps: z.array(TraceStep),
  /** The attempt under way; `null` if there is none, or if it costs nothing. */
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
  /** It includes the least usage of calls without an answer (T7). */
  costIsAtLeast: z.literal(true).optional(),
  confidence: z.number().min(0).max(1).nullable(),
  /** The first request's prompt, whole (J1). */
  prompt: z.string(),
  trace: z.array(TraceStep),
});
export type TurnRecord = z.infer<typeof TurnRecord>;

/** Bytes of JSON, a little below a store's limit. */
const RECORD_BYTES = 7 * 1024 * 1024;

/**
 * Returns the record in a storable form. One of a shape or size that no store takes is cut to who, when and how it ended: the
 * turn has happened, and its design must neither stop nor repeat it for lack of its record (T1).
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
