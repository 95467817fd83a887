import * as z from 'zod';
import { TOOL_RESULTS, TURN_OUTCOMES, TurnError, Usage } from '../core/vocabulary/event-parts.ts';
import { DesignId, ParticipantId, RoundId, SessionId, TurnId } from '../core/vocabulary/ids.ts';
import { FORM_PARTS, REPAIRS } from '../core/vocabulary/sets.ts';

const elapsedMs = z.number().nonnegative();
const count = z.number().int().nonnegative();
const costUsd = z.number().nonnegative().nullable();

/**
 * One step of a turn. `atMs`: milliseconds from the beginning of the turn to the end of the step.
 */
export const TraceStep = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('prompt_assembled'),
    atMs: elapsedMs,
    bytes: count,
    sha256: z.string(),
    /** In order. Absent: unknown. */
    parts: z.array(z.strictObject({ name: z.string(), bytes: count })).optional(),
    /** Context items cut for lack of room: the bytes left out, and their hash. Absent: none. */
    leftOut: z
      .array(z.strictObject({ name: z.string(), bytes: count, sha256: z.string() }))
      .optional(),
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
    text: z.string(),
    /** The endpoint did not report usage: usage and cost are lower bounds. */
    atLeast: z.literal(true).optional(),
    /**
     * The endpoint counts so few tokens for a prompt of this length that the model may have read
     * only a part of it.
     */
    promptCharacters: count.optional(),
    /** The tool call came as a message, because the endpoint cannot call tools. */
    byMessage: z.literal(true).optional(),
    /** The endpoint's id of the request, for its operator. Absent if it gave none. */
    requestId: z.string().optional(),
  }),
  z.strictObject({
    kind: z.literal('request_failed'),
    atMs: elapsedMs,
    call: count,
    attempt: count,
    fault: z.string(),
    transient: z.boolean(),
    /**
     * The answer had begun: one of the few that a turn may pay for in vain. Absent: it is waited
     * out.
     */
    isTry: z.literal(true).optional(),
    /** Lower bound; absent if it cost nothing. */
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
  /** From here on, requests leave out a part that the endpoint refused, now or earlier. */
  z.strictObject({
    kind: z.literal('asked_plainer'),
    atMs: elapsedMs,
    call: count,
    without: z.enum(FORM_PARTS),
    said: z.string(),
  }),
  /** Code repaired an answer. `fields`: the repaired ones. */
  z.strictObject({
    kind: z.literal('repaired'),
    atMs: elapsedMs,
    repair: z.enum(REPAIRS),
    fields: z.array(z.string()),
  }),
]);
export type TraceStep = z.infer<typeof TraceStep>;

/** Lower bound of an attempt's usage. */
const Spent = z.strictObject({ model: z.string(), usage: Usage, costUsd });

/**
 * Everything in a turn since the last stored part: parts in order make up its trace. Fields are
 * stored in this order.
 */
export const TracePart = z.strictObject({
  turnId: TurnId,
  /** Absent if it is already stored. */
  prompt: z.string().optional(),
  steps: z.array(TraceStep),
  /** Attempt under way; `null` for none, or if it costs nothing. */
  underWay: z
    .strictObject({
      call: count,
      attempt: count,
      spent: Spent,
      /** USD that it may cost in all, or has cost if that is more. */
      reservedUsd: z.number().nonnegative().default(0),
    })
    .nullable(),
});
export type TracePart = z.infer<typeof TracePart>;

export const NO_USAGE: Usage = {
  inputTokens: 0,
  cacheWriteTokens: 0,
  cacheReadTokens: 0,
  outputTokens: 0,
};
const CUT_PROMPT = '[This record could not be stored in full: its prompt and trace were left out.]';

/** The one record of a turn, and the only source about it. Fields are stored in this order. */
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
  /** The cost includes lower bounds for calls without an answer. */
  costIsAtLeast: z.literal(true).optional(),
  confidence: z.number().min(0).max(1).nullable(),
  /** Whole prompt of the first request. */
  prompt: z.string(),
  trace: z.array(TraceStep),
});
export type TurnRecord = z.infer<typeof TurnRecord>;

/** Most bytes of JSON, a little below the stores' limit. */
const RECORD_BYTES = 7 * 1024 * 1024;

/**
 * Makes a record storable. One that no store accepts is cut to who, when and how the turn ended:
 * the turn has happened, and its design must neither stop nor repeat it for lack of a record.
 */
export function makeRecordStorable(record: TurnRecord): TurnRecord {
  const isWhole = TurnRecord.safeParse(record).success;
  if (isWhole && Buffer.byteLength(JSON.stringify(record)) <= RECORD_BYTES) return record;
  const { error, usage, totalMs, costUsd: cost } = record;
  const shape = TurnRecord.shape;
  return {
    ...record,
    totalMs: shape.totalMs.safeParse(totalMs).data ?? 0,
    error: error === null ? null : { ...error, lastStep: '', completedSteps: [], totalMs: 0 },
    usage: shape.usage.safeParse(usage).data ?? NO_USAGE,
    // Unknown is never shown as zero.
    costUsd: shape.costUsd.safeParse(cost).data ?? null,
    confidence: shape.confidence.safeParse(record.confidence).data ?? null,
    prompt: CUT_PROMPT,
    trace: [],
  };
}
