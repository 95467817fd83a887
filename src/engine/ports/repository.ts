import type { TrackedLines } from '../../core/follow-up/recheck.ts';
import type { HashedLines } from '../../core/presentation/proposals/cited-lines.ts';
import type { Lines } from '../../core/proposals/place.ts';
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
  /** Reads full lines of a text file, to compare a quotation with. Never throws for missing ones. */
  readLines(wanted: Lines, signal: AbortSignal): Promise<LinesRead>;
  /** Reads a text file from its beginning, a bounded part of a large one, to count a quotation in it; `null` if it cannot be read. */
  readText(path: string, signal: AbortSignal): Promise<string | null>;
}

export type LinesRead =
  | {
      readonly kind: 'lines';
      /** The path as git names it. */
      readonly path: string;
      readonly lines: readonly string[];
      /** True if a line is so long that only its beginning is here. */
      readonly isCut: boolean;
    }
  /** There are no such lines; `text` tells a model what is there instead. */
  | { readonly kind: 'none'; readonly text: string }
  /** They may exist, but could not be read just now or within the bounds, or the path is ambiguous. */
  | { readonly kind: 'unreadable' };

/** Lines of an earlier commit as they are in this one. */
export interface Followed {
  readonly commit: string;
  readonly tracked: readonly TrackedLines[];
  /** True where the earlier commit is not here, and the hashes of the lines were compared. */
  readonly isByHash: boolean;
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
  /** Pins the current commit. Throws `Fault('not_a_repository')` with the problem and its remedy. */
  pin(path: string, name: string): Promise<PinnedRepository>;
  /** Opens the same repository at a commit pinned earlier. */
  reopen(path: string, pinned: Pinned): Promise<PinnedRepository>;
  /**
   * Follows lines from a commit pinned earlier to another, or to the present one (`null`). Where the earlier one is not there, as in a
   * shallow clone, compares the hashes that were given. Throws `Fault('bad_usage')` for a commit that is not there, and
   * `Fault('repository_unreadable')` where nothing can be read.
   */
  follow(path: string, pinned: Pinned, at: string | null, lines: readonly HashedLines[]): Promise<Followed>;
}
