import type { Lines } from '../core/proposals/place.ts';
import type { Pinned } from '../core/vocabulary/event-parts.ts';

/** A repository at one commit, read through git's plumbing, without a checkout. */
export interface PinnedRepository {
  readonly pinned: Pinned;
  /** The same repository for one reader, whose facts the log has with each read that was stopped or failed. */
  readBy(reader: object): PinnedRepository;
  /** Runs one read-only tool. Bad arguments do not throw: the model gets an error text. */
  run(
    tool: RepositoryTool,
    input: unknown,
    signal: AbortSignal,
  ): Promise<{ readonly ok: boolean; readonly text: string }>;
  /** Reads whole lines of a text file, to compare a quotation. Missing lines do not throw. */
  readLines(lines: Lines, signal: AbortSignal): Promise<LinesRead>;
  /** Reads the beginning of a text file up to a bound, to count a quotation in it; `null` if it cannot be read. */
  readText(path: string, signal: AbortSignal): Promise<string | null>;
}

export type LinesRead =
  | {
      readonly kind: 'lines';
      /** The path as git names it. */
      readonly path: string;
      readonly lines: readonly string[];
      /** True if a line is cut because of its length. */
      readonly isCut: boolean;
    }
  /** No such lines; `text` tells the model what exists instead. */
  | { readonly kind: 'none'; readonly text: string }
  /** The lines may exist, but could not be read now or within bounds, or the path is ambiguous. */
  | { readonly kind: 'unreadable' };

export const REPOSITORY_TOOLS = [
  'list_files',
  'read_file',
  'search_text',
  'read_history',
  'blame_file',
] as const;
export type RepositoryTool = (typeof REPOSITORY_TOOLS)[number];

export interface Repositories {
  /** Pins the current commit. Throws `Fault('not_a_repository')` with the problem and its remedy. */
  pin(path: string, name: string): Promise<PinnedRepository>;
  reopen(path: string, pinned: Pinned): Promise<PinnedRepository>;
}
