import type { Pinned } from '../../core/events.ts';

/** A repository at one commit, read through git's plumbing, without a checkout. */
export interface PinnedRepository {
  readonly pinned: Pinned;
  /** Runs one read-only tool. Never throws for bad arguments: those come back as an error text for the model. */
  run(
    tool: RepositoryTool,
    input: unknown,
    signal: AbortSignal,
  ): Promise<{ readonly ok: boolean; readonly text: string }>;
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
  /** Pins the current commit. Throws `Fault('not_a_repository')` with what was wrong and what to do. */
  pin(path: string, name: string): Promise<PinnedRepository>;
  /** The same repository at a commit pinned earlier. */
  reopen(path: string, pinned: Pinned): Promise<PinnedRepository>;
}
