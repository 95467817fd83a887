import type { GitBounds } from './bounds.ts';
import type { Git } from './git.ts';

/** Everything a tool works with during one call. */
export interface Call {
  readonly git: Git;
  /** The full id of the pinned commit. */
  readonly commit: string;
  /** True when the repository was cloned with a cut history. */
  readonly shallow: boolean;
  readonly bounds: GitBounds;
}

/** Hexadecimal digits shown of a commit id: enough to be unique in any known repository. */
const SHORT_COMMIT = 12;

export function shortCommit(id: string): string {
  return id.slice(0, SHORT_COMMIT);
}

/** A tool's answer to the model. `ok` is false for a refusal: nothing was read, and the text says what to do. */
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

/** Returns as many lines as fit into `maxCharacters`, at least one. */
export function fitting(lines: readonly string[], maxCharacters: number): readonly string[] {
  let size = 0;
  for (const [index, line] of lines.entries()) {
    size += line.length + 1;
    if (size > maxCharacters && index > 0) return lines.slice(0, index);
  }
  return lines;
}
