import { CITATION_BOUNDS } from '../vocabulary/checked.ts';
import type { Pinned } from '../vocabulary/events.ts';

/** Lines of a file, counted from 1, both ends included. */
export interface Lines {
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

export interface Place extends Lines {
  /** The beginning of a commit's id, where one was given: only the commit that the design reads is right. */
  readonly commit: string;
}

const ENDING = /^(\d{1,8})(?:-(\d{1,8}))?(?:@([0-9a-fA-F]{4,64}))?$/;

/**
 * Takes `path:12`, `path:12-14` and either with `@commit` apart; the path begins at the top of the repository and may
 * have colons of its own. `null` for anything else: no line, lines that run backwards, line 0.
 */
export function parsePlace(text: string): Place | null {
  if (text.length > CITATION_BOUNDS.placeCharacters) return null;
  const colon = text.lastIndexOf(':');
  const path = text.slice(0, Math.max(0, colon)).replace(/^(?:\.\/)+/, '');
  const [, first, last = first, commit = ''] = ENDING.exec(text.slice(colon + 1)) ?? [];
  if (path === '' || first === undefined) return null;
  const [from, to] = [Number(first), Number(last)];
  if (from < 1 || to < from || to > CITATION_BOUNDS.lineNumber) return null;
  return { path, from, to, commit: commit.toLowerCase() };
}

/** Returns `true` for more lines than one citation may span. */
export function isTooWide({ from, to }: Lines): boolean {
  return to - from >= CITATION_BOUNDS.lines;
}

/** Returns `true` for a place at the commit that the design reads; where none is read (`null`), no commit is right. */
export function isAtCommit(place: Place, pinned: Pick<Pinned, 'commit'> | null): boolean {
  return (pinned?.commit ?? '').startsWith(place.commit);
}

/** Returns `true` if two places have a line in common. */
export function overlap(one: Lines, other: Lines): boolean {
  return one.path === other.path && one.from <= other.to && other.from <= one.to;
}
