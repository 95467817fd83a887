/** What one call of a repository tool may cost. Times in milliseconds, sizes in bytes. */
export interface GitBounds {
  /** Time for one tool call with all its git processes, waiting for a free one included; also for pinning. */
  readonly callMs: number;
  /** Git processes at a time, for all designs together, and calls that may wait for one. */
  readonly processes: number;
  readonly waiting: number;
  /** Output read from one process that lists something, before it is killed. */
  readonly listBytes: number;
  /** How far into a file its lines are counted once the wanted ones are found, and how far they are looked for. */
  readonly countBytes: number;
  readonly scanBytes: number;
  /** Characters of one answer, and of one line in it. */
  readonly answerCharacters: number;
  readonly lineCharacters: number;
  /** Entries of one folder, and matches of one search, that are shown. */
  readonly entries: number;
  readonly matches: number;
  /** Matches that are counted before a search is ended. */
  readonly countedMatches: number;
}

/**
 * Own choices: an answer of 40,000 characters is some 10,000 tokens, which a persona can afford a dozen times in a
 * turn; 15 s is time for a blame through a history of several hundred thousand commits.
 */
export const DEFAULT_GIT_BOUNDS: GitBounds = {
  callMs: 15_000,
  processes: 4,
  waiting: 64,
  listBytes: 32 * 1024 * 1024,
  countBytes: 16 * 1024 * 1024,
  scanBytes: 256 * 1024 * 1024,
  answerCharacters: 40_000,
  lineCharacters: 400,
  entries: 500,
  matches: 100,
  countedMatches: 2_000,
};
