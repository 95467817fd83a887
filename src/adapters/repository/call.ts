import type { GitBounds } from './bounds.ts';
import type { Git } from './git.ts';

export interface RepositoryCall {
  readonly git: Git;
  readonly commit: string;
  /** A clone with a shortened history. */
  readonly shallow: boolean;
  /** A clone with a filter: earlier versions of files may be missing. */
  readonly partial: boolean;
  readonly bounds: GitBounds;
}

const SHORT_COMMIT = 12;

export function shortenCommit(id: string): string {
  return id.slice(0, SHORT_COMMIT);
}

/** `ok: false` is a refusal: nothing was read, and the text says what to do. */
export interface RepositoryAnswer {
  readonly ok: boolean;
  readonly text: string;
}

export function makeAnswer(...lines: readonly string[]): RepositoryAnswer {
  return { ok: true, text: lines.join('\n') };
}

export function makeRefusedAnswer(...lines: readonly string[]): RepositoryAnswer {
  return { ok: false, text: lines.join('\n') };
}

/** As many lines as fit, but at least one. */
export function takeFitting(lines: readonly string[], maxCharacters: number): readonly string[] {
  let size = 0;
  for (const [index, line] of lines.entries()) {
    size += line.length + 1;
    if (size > maxCharacters && index > 0) return lines.slice(0, index);
  }
  return lines;
}
