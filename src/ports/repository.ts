import type { Lines } from '../core/proposals/place.ts';
import type { Pinned } from '../core/vocabulary/event-parts.ts';

/** Something that may exist, but was not read: this never says that it does not exist. */
export interface NotHere {
  readonly kind: 'not_here';
  readonly reason: /** The clone has only some objects, by its filter. */
    | 'partial'
    | 'too_large'
    /** Damaged, moved, or not to be opened. */
    | 'unreadable'
    /** Not read as a rule: secrets, links, submodules, binary files. */
    | 'refused'
    /** The time or the processes of a call were used up, or its turn ended. */
    | 'no_room';
  /** For the model: why, and what to do. */
  readonly text: string;
}

/** `text` tells the model what exists instead. */
export interface NotThere {
  readonly kind: 'not_there';
  readonly text: string;
}

export type Reached<It> = ({ readonly kind: 'it' } & It) | NotHere;
export type LookUp<It> = Reached<It> | NotThere;

/** A repository at one commit, read through git's plumbing, without a checkout. */
export interface PinnedRepository {
  readonly pinned: Pinned;
  /**
   * The same repository for one reader, whose facts the log has with each read that was stopped or
   * failed.
   */
  readBy(reader: object): PinnedRepository;
  /** Runs one read-only tool. Bad arguments do not throw: the model gets an error text. */
  run(
    tool: RepositoryTool,
    input: unknown,
    signal: AbortSignal,
  ): Promise<{ readonly ok: boolean; readonly text: string }>;
  /** Reads whole lines of a text file, to compare a quotation. */
  readLines(lines: Lines, signal: AbortSignal): Promise<LookUp<LinesRead>>;
  /** The same repository at its present commit. */
  latest(signal: AbortSignal): Promise<Reached<{ readonly repository: PinnedRepository }>>;
  /** Reads the beginning of a text file up to a bound, to count a quotation in it. */
  readText(path: string, signal: AbortSignal): Promise<LookUp<TextRead>>;
}

export interface LinesRead {
  /** The path as git names it. */
  readonly path: string;
  readonly lines: readonly string[];
  /** True if a line is cut because of its length. */
  readonly isCut: boolean;
}

export interface TextRead {
  readonly text: string;
  /** True if there is more of the file, or of a line. */
  readonly isCut: boolean;
}

export const REPOSITORY_TOOLS = [
  'list_files',
  'read_file',
  'search_text',
  'read_history',
  'blame_file',
] as const;
export type RepositoryTool = (typeof REPOSITORY_TOOLS)[number];

export interface Repositories {
  /**
   * Pins the current commit. Throws `Fault('not_a_repository')` with the problem and its remedy.
   */
  pin(path: string, name: string): Promise<PinnedRepository>;
  reopen(path: string, pinned: Pinned): Promise<PinnedRepository>;
}
