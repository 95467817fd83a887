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

/** What a tool says to the model. `ok` is false for a refusal: nothing was read, and the text says what to do. */
export interface Answer {
  readonly ok: boolean;
  readonly text: string;
}

export function answered(...lines: readonly string[]): Answer {
  return { ok: true, text: lines.join('\n') };
}

export function refused(...lines: readonly string[]): Answer {
  return { ok: false, text: lines.join('\n') };
}

/** As many of the lines as fit into `maxCharacters`, at least one. */
export function fitting(lines: readonly string[], maxCharacters: number): readonly string[] {
  let size = 0;
  for (const [index, line] of lines.entries()) {
    size += line.length + 1;
    if (size > maxCharacters && index > 0) return lines.slice(0, index);
  }
  return lines;
}
