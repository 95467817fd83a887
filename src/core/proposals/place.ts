import { CITATION_BOUNDS } from '../vocabulary/checked.ts';
import type { Pinned } from '../vocabulary/event-parts.ts';

/** Lines of a file, counted from 1, both ends included. */
export interface Lines {
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

export interface CitedPlace extends Lines {
  /** Prefix of a commit id, if given; it must be the commit that the design reads. */
  readonly commit: string;
}

const ENDING = /^(\d{1,8})(?:-(\d{1,8}))?(?:@([0-9a-fA-F]{4,64}))?$/;

/**
 * Parses `path:12`, `path:12-14` and either with `@commit`. The path starts at the repository's top
 * and may contain colons. `null` for anything else, such as no line, lines in reverse, or line 0.
 */
export function parsePlace(text: string): CitedPlace | null {
  if (text.length > CITATION_BOUNDS.placeCharacters) return null;
  const colon = text.lastIndexOf(':');
  const path = text.slice(0, Math.max(0, colon)).replace(/^(?:\.\/)+/, '');
  const [, first, last = first, commit = ''] = ENDING.exec(text.slice(colon + 1)) ?? [];
  if (path === '' || first === undefined) return null;
  const from = Number(first);
  const to = Number(last);
  if (from < 1 || to < from || to > CITATION_BOUNDS.lineNumber) return null;
  return { path, from, to, commit: commit.toLowerCase() };
}

/** As `parsePlace` reads it. */
export function namePlace({ path, from, to }: Lines): string {
  return from === to ? `${path}:${from}` : `${path}:${from}-${to}`;
}

export function isTooWide({ from, to }: Lines): boolean {
  return to - from >= CITATION_BOUNDS.lines;
}

/** If no repository is read, `false` for any named commit. */
export function isAtCommit(place: CitedPlace, pinned: Pick<Pinned, 'commit'> | null): boolean {
  return (pinned?.commit ?? '').startsWith(place.commit);
}

export function sharesLines(one: Lines, other: Lines): boolean {
  return one.path === other.path && one.from <= other.to && other.from <= one.to;
}
