/** Bounds of what is recorded; they cannot be settings, since `verify` holds bundles of others against them. */
export const BOUNDS = {
  topicCharacters: 4_000,
  contextItems: 20,
  contextCharacters: 200_000,
  replyCharacters: 40_000,
  /** Bytes of all that people say and correct before the end, with every change; and the bytes that each counts at least. */
  saidBytes: 8 * 1024 * 1024,
  saidAtLeast: 4_096,
  participants: 20,
  /** Replies that a run takes over from those before it: more than four runs can hold. */
  carriedReplies: 10_000,
  /** Bytes of JSON up to which replies are added to what else is large in the start of such a run. */
  carriedBytes: 6 * 1024 * 1024,
  /** Differences that people have settled, of those that a run takes over. */
  carriedSettled: 20,
  /** Events that such a run goes on after: some 20 for each persona, and as many for the texts. */
  carriedMade: 500,
  /** Messages after the end, with every change of one; and the bytes that they have together. */
  lateWords: 200,
  lateWordBytes: 1024 * 1024,
  /** Answers that one reply gives. */
  answersPerReply: 60,
  /** Words of a reply that are recorded as the answer to a question; longer ones are cut in their middle. */
  quoteCharacters: 2_000,
  /** Characters of a person's name on record, with the words that say how it was claimed. */
  personCharacters: 200,
  noteCharacters: 4_000,
  /** The number of earlier designs that are shown to a new one; each has so many lines about what decided it, and as many about what failed. */
  lessons: 3,
  lessonLines: 5,
  lessonCharacters: 300,
  /** Times that the starter of a design may be called by others. */
  asks: 20,
  /** What people do with a decision after the end: all of it, the questions asked about it, and the characters of one. */
  afterwards: 500,
  questionsAsked: 200,
  questionAskedCharacters: 2_000,
  /** The most that a person may allow one design: a week, and a sum that nobody would spend by a slip of the hand. */
  designMinutes: 7 * 24 * 60,
  designUsd: 1_000_000,
  /** The longest that people may be waited for, in milliseconds. */
  answerMs: 7 * 24 * 60 * 60_000,
  errorClassCharacters: 60,
  errorCharacters: 1_000,
} as const;
