/**
 * Limits of one repository tool call, in milliseconds and bytes. All are our choices: 40,000
 * characters are some 10,000 tokens, which a persona can afford a dozen times in a turn; 15 s are
 * enough to blame through several hundred thousand commits.
 */
export const DEFAULT_GIT_BOUNDS = {
  /** Time for one tool call or for pinning, including the wait for a free git process. */
  callMs: 15_000,
  /** Concurrent git processes of all designs, and calls that may wait for one. */
  processes: 4,
  waiting: 64,
  /** Private memory of one git process. A search reads each file as a whole, and needs its size. */
  memoryBytes: 512 * 1024 * 1024,
  /** Output to read from one listing process before it is killed. */
  listBytes: 32 * 1024 * 1024,
  /** Bytes of a file to search for the wanted lines, and to read on while counting the rest. */
  countBytes: 16 * 1024 * 1024,
  scanBytes: 256 * 1024 * 1024,
  answerCharacters: 40_000,
  lineCharacters: 400,
  /** Entries to show of one folder, and matches of one search. */
  entries: 500,
  matches: 100,
  countedMatches: 2_000,
};
export type GitBounds = Readonly<typeof DEFAULT_GIT_BOUNDS>;
