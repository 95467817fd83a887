import type { Lines } from './place.ts';

/** A hunk of a diff: `oldCount` lines from `oldFrom` on became `newCount`. */
interface Hunk {
  readonly oldFrom: number;
  readonly oldCount: number;
  readonly newCount: number;
}

/** The place of lines in a later revision. `now`: `null` if they were deleted. */
interface Traced {
  readonly state: 'same' | 'moved' | 'changed' | 'gone';
  readonly now: Lines | null;
}

/** Finds lines after these changes of their file, given in order. `path`: the file's path after them. */
export function throughHunks(lines: Lines, path: string, hunks: readonly Hunk[]): Traced {
  const { from, to } = lines;
  let [shift, removed, added] = [0, 0, 0];
  for (const { oldFrom, oldCount, newCount } of hunks) {
    // A pure insertion comes after the line that it names.
    const [first, last] = oldCount === 0 ? [oldFrom + 1, oldFrom] : [oldFrom, oldFrom + oldCount - 1];
    if (last < from && first <= from) shift += newCount - oldCount;
    else if (first <= to) {
      removed += Math.max(0, Math.min(last, to) - Math.max(first, from) + 1);
      added += newCount;
    }
  }
  const length = to - from + 1;
  if (removed === length && added === 0) return { state: 'gone', now: null };
  const start = from + shift;
  if (removed > 0 || added > 0) {
    const end = Math.max(start, start + length - removed + added - 1);
    return { state: 'changed', now: { path, from: start, to: end } };
  }
  const isSame = shift === 0 && path === lines.path;
  return { state: isSame ? 'same' : 'moved', now: { path, from: start, to: to + shift } };
}
