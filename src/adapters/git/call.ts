import type { GitBounds } from './bounds.ts';
import type { Git } from './git.ts';

/** What every tool works with, for the length of one call. */
export interface Call {
  readonly git: Git;
  /** The whole id of the pinned commit. */
  readonly commit: string;
  /** Whether the history was cut when the repository was cloned. */
  readonly shallow: boolean;
  readonly bounds: GitBounds;
}

/** Hexadecimal digits of a commit that are shown: enough to be unique in any repository that is known. */
const SHORT_COMMIT = 12;

export function shortCommit(id: string): string {
  return id.slice(0, SHORT_COMMIT);
}
