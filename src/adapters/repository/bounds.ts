/**
 * Bounds of one call of a repository tool. Times in milliseconds, sizes in bytes. Our own choices: an answer of 40,000
 * characters is some 10,000 tokens, which a persona can afford a dozen times in a turn; 15 s is time for a blame through a
 * history of several hundred thousand commits.
 */
export const DEFAULT_GIT_BOUNDS = {
  /** Time for one tool call with all its git processes, including the wait for a free one; also for pinning. */
  callMs: 15_000,
  /** Git processes at a time, for all designs together, and calls that may wait for one. */
  processes: 4,
  waiting: 64,
  /** Private memory of one git process. A search reads a file as a whole and takes its size. */
  memoryBytes: 512 * 1024 * 1024,
  /** Output read from one listing process before it is killed. */
  listBytes: 32 * 1024 * 1024,
  /** Bytes of a file searched for the wanted lines, and read on to count the rest. */
  countBytes: 16 * 1024 * 1024,
  scanBytes: 256 * 1024 * 1024,
  /** Characters of one answer, and of one line in it. */
  answerCharacters: 40_000,
  lineCharacters: 400,
  /** Entries shown of one folder, and matches shown of one search. */
  entries: 500,
  matches: 100,
  /** Matches counted before a search is ended. */
  countedMatches: 2_000,
};
export type GitBounds = Readonly<typeof DEFAULT_GIT_BOUNDS>;
