/**
 * What one call of a repository tool may cost. Times in milliseconds, sizes in bytes. Own choices: an answer of 40,000
 * characters is some 10,000 tokens, which a persona can afford a dozen times in a turn; 15 s is time for a blame through
 * a history of several hundred thousand commits.
 */
export const DEFAULT_GIT_BOUNDS = {
  /** Time for one tool call with all its git processes, waiting for a free one included; also for pinning. */
  callMs: 15_000,
  /** Git processes at a time, for all designs together, and calls that may wait for one. */
  processes: 4,
  waiting: 64,
  /** Memory of its own that one git process may have: a file that it reads as a whole, as a search does, takes its size. */
  memoryBytes: 512 * 1024 * 1024,
  /** Output read from one process that lists something, before it is killed. */
  listBytes: 32 * 1024 * 1024,
  /** How far into a file its lines are counted once the wanted ones are found, and how far they are looked for. */
  countBytes: 16 * 1024 * 1024,
  scanBytes: 256 * 1024 * 1024,
  /** Characters of one answer, and of one line in it. */
  answerCharacters: 40_000,
  lineCharacters: 400,
  /** Entries of one folder, and matches of one search, that are shown. */
  entries: 500,
  matches: 100,
  /** Matches that are counted before a search is ended. */
  countedMatches: 2_000,
};
export type GitBounds = Readonly<typeof DEFAULT_GIT_BOUNDS>;
