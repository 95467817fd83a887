/**
 * Bounds of records. Constants, not settings, because `verify` checks bundles from elsewhere
 * against them.
 */
export const BOUNDS = {
  topicCharacters: 4_000,
  contextItems: 20,
  contextCharacters: 200_000,
  replyCharacters: 40_000,
  /**
   * Bytes of all that people say and correct before the end, including every edit, and the least
   * that each one counts.
   */
  saidBytes: 8 * 1024 * 1024,
  saidAtLeast: 4_096,
  participants: 20,
  /** Replies that a run takes over from earlier runs: more than four runs can have. */
  carriedReplies: 10_000,
  /** Answers to one question that cannot all hold, and readings of such that a run takes over. */
  differing: 100,
  /** Bytes of JSON up to which replies are carried into a run. */
  carriedBytes: 6 * 1024 * 1024,
  /** Differences settled by people that a run takes over. */
  carriedSettled: 20,
  /** Events that a run takes over: some 20 for each persona, and as many for the texts. */
  carriedMade: 500,
  /** Messages after the end, including every edit, and the bytes of all of them. */
  lateWords: 200,
  lateWordBytes: 1024 * 1024,
  answersPerReply: 60,
  /** Parts of a reply that its platform showed as code or as quotations. */
  shownParts: 500,
  /** A longer quotation is cut in its middle. */
  quoteCharacters: 2_000,
  /** Characters of a person's name on record, including how it was claimed. */
  personCharacters: 200,
  noteCharacters: 4_000,
  /** Earlier decisions shown at a start, and the characters of the topic of each. */
  earlierDecisions: 3,
  earlierTopicCharacters: 300,
  /** Number of times that others may ask the starter to act. */
  asks: 20,
  /** Questions that a persona may ask people; prompts and documents say “two”. */
  questionsOfPersona: 2,
  /**
   * Follow-ups after the end, how many of them may be questions, and the characters of one
   * question.
   */
  afterwards: 500,
  questionsAsked: 200,
  questionAskedCharacters: 2_000,
  /**
   * Most time and money that a person may allow one design: a week, and more than anyone would want
   * to spend.
   */
  designMinutes: 7 * 24 * 60,
  designUsd: 1_000_000,
  /** The longest wait for people, in milliseconds. */
  answerMs: 7 * 24 * 60 * 60_000,
  errorClassCharacters: 60,
  errorCharacters: 1_000,
} as const;

/**
 * Days to keep a design after its end: a quarter of a year, in which people ask about the decision.
 */
export const KEPT_DAYS = 90;
