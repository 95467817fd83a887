import * as z from 'zod';

const milliseconds = (byDefault: number, most: number) =>
  z.number().int().min(1).max(most).default(byDefault);
const count = (byDefault: number, most: number) => z.number().int().min(0).max(most).default(byDefault);

const MINUTE_MS = 60_000;

/**
 * Bounds of a turn, each with a default and an upper limit (A10). `TurnBounds.parse({})` gives the defaults. These are
 * our judgement: long enough for a slow answer of a large model, short enough for a waiting person.
 */
export const TurnBounds = z.strictObject({
  /** The whole turn, including retries and tools. After `WRAP_UP_SHARE` of it the model is asked to submit. */
  turnTotalMs: milliseconds(10 * MINUTE_MS, 60 * MINUTE_MS),
  /** Silence within an answer that has begun, and of a session that waits for nothing. */
  turnStallMs: milliseconds(MINUTE_MS, 10 * MINUTE_MS),
  /** Time from sending a model request to the response's headers. */
  connectMs: milliseconds(30_000, 5 * MINUTE_MS),
  /** Time from sending a model request to the first piece of its answer. */
  firstTokenMs: milliseconds(2 * MINUTE_MS, 10 * MINUTE_MS),
  modelCalls: z.number().int().min(1).max(200).default(40),
  /** Further attempts per call after a transient fault other than an unavailable model (A21). */
  modelRetries: count(4, 10),
  retryBaseMs: milliseconds(1_000, 30_000),
  retryMaxMs: milliseconds(20_000, 5 * MINUTE_MS),
  requestBytes: z
    .number()
    .int()
    .min(1_000)
    .max(16 * 1024 * 1024)
    .default(6 * 1024 * 1024),
  maxOutputTokens: z.number().int().min(256).max(64_000).default(16_000),
  toolCalls: count(60, 500),
  toolMs: milliseconds(20_000, 5 * MINUTE_MS),
  toolAnswerCharacters: z.number().int().min(500).max(400_000).default(40_000),
  /** The JSON of one submission. The largest that the schemas allow is a composite of some 200,000 characters. */
  submissionBytes: z
    .number()
    .int()
    .min(1_000)
    .max(4 * 1024 * 1024)
    .default(1024 * 1024),
  /** Times that a turn without a usable terminal tool is asked again (A2). */
  reasks: count(3, 10),
});
export type TurnBounds = z.infer<typeof TurnBounds>;

/** Share of a turn's time after which a persona is asked to wrap up. */
export const WRAP_UP_SHARE = 0.8;
