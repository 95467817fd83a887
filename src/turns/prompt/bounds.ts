const MINUTE_MS = 60_000;

/**
 * Bounds of a turn: the setting's default for the whole turn, and constants. These are our
 * judgement: long enough for a slow answer of a large model, short enough for a waiting person.
 */
export const TURN_BOUNDS = {
  /**
   * The whole turn, including retries and tools. After `WRAP_UP_SHARE` of it the model is asked to
   * submit.
   */
  turnTotalMs: 10 * MINUTE_MS,
  /** Silence within an answer that has begun, and of a session that waits for nothing. */
  turnStallMs: MINUTE_MS,
  /** Time from sending a model request to the response's headers. */
  connectMs: 30_000,
  /** Time from sending a model request to the first piece of its answer. */
  firstTokenMs: 2 * MINUTE_MS,
  modelCalls: 40,
  /** Further attempts per call after a transient fault other than an unavailable model. */
  modelRetries: 4,
  retryBaseMs: 1_000,
  retryMaxMs: 20_000,
  requestBytes: 6 * 1024 * 1024,
  maxOutputTokens: 16_000,
  toolCalls: 60,
  toolMs: 20_000,
  toolAnswerCharacters: 40_000,
  /**
   * The JSON of one submission. The largest that the schemas allow is a composite of some 200,000
   * characters.
   */
  submissionBytes: 1024 * 1024,
  /** Times that a turn without a usable terminal tool is asked again. */
  reasks: 3,
};
export type TurnBounds = Readonly<typeof TURN_BOUNDS>;

/** Share of a turn's time after which a persona is asked to wrap up. */
export const WRAP_UP_SHARE = 0.8;
