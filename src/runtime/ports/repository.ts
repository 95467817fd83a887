import type { Lines } from '../../core/citation/place.ts';
import type { Pinned } from '../../core/vocabulary/events.ts';

/** A repository at one commit, read through git's plumbing, without a checkout. */
export interface PinnedRepository {
  readonly pinned: Pinned;
  /** Runs one read-only tool. Never throws for bad arguments: those come back as an error text for the model. */
  run(
    tool: RepositoryTool,
    input: unknown,
    signal: AbortSignal,
  ): Promise<{ readonly ok: boolean; readonly text: string }>;
  /** Reads lines of a text file whole, to compare a quotation with. Never throws for what is not there. */
  readLines(wanted: Lines, signal: AbortSignal): Promise<LinesRead>;
}

export type LinesRead =
  | {
      readonly kind: 'lines';
      /** As git names it. */
      readonly path: string;
      readonly lines: readonly string[];
      /** Whether a line is so long that only its beginning is here. */
      readonly isCut: boolean;
    }
  /** There are no such lines; `text` says to a model what there is instead. */
  | { readonly kind: 'none'; readonly text: string }
  /** They may be there, and could not be read just now or within the bounds, or it cannot be told which file is meant. */
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
  /** Pins the current commit. Throws `Fault('not_a_repository')` with what was wrong and what to do. */
  pin(path: string, name: string): Promise<PinnedRepository>;
  /** The same repository at a commit pinned earlier. */
  reopen(path: string, pinned: Pinned): Promise<PinnedRepository>;
}
