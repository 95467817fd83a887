import type { Lines } from '../../core/proposals/place.ts';
import { sha256Of } from '../../foundation/digest.ts';

/** What became of cited lines in a later text of their file. */
export type LinesNow =
  | { readonly is: 'same' | 'gone' }
  | { readonly is: 'moved'; readonly to: Lines }
  | { readonly is: 'unknown'; readonly why: string };

interface Hashed extends Lines {
  readonly sha256?: string | undefined;
}

const LFS_POINTER = 'version https://git-lfs.github.com/spec/';

/** `text`: the file's lines as `readLines` shows them, with any line ends; `null` if it is no text file any more. */
export function traceLines(cited: Hashed, text: string | null): LinesNow {
  if (text === null) return { is: 'gone' };
  if (text.startsWith(LFS_POINTER)) return { is: 'unknown', why: 'the file is kept in Git LFS' };
  if (cited.sha256 === undefined) return { is: 'unknown', why: 'the record has no hash of these lines' };
  const effort = { left: MAX_HASHED };
  const [place] = findPlaces(cited, linesIn(text), effort);
  if (place === undefined) return effort.left > 0 ? { is: 'gone' } : { is: 'unknown', why: TOO_LONG };
  return place.from === cited.from ? { is: 'same' } : { is: 'moved', to: place };
}

/** Lines that may still be hashed. */
interface Effort {
  left: number;
}

const MAX_HASHED = 5_000_000;
/** What a hash costs beside its lines. */
const LINES_EACH = 20;
const TOO_LONG = 'there are too many lines to look for them';

/** Where equal lines stand, the nearest to the cited place first; found one by one, since most have not moved. */
function* findPlaces(cited: Hashed, lines: readonly string[], effort: Effort): Generator<Lines> {
  const count = cited.to - cited.from + 1;
  const last = lines.length - count;
  const isThere = (start: number) => {
    if (start < 0 || start > last || effort.left <= 0) return false;
    effort.left -= count + LINES_EACH;
    return sha256Of(lines.slice(start, start + count).join('\n')) === cited.sha256;
  };
  for (let away = 0; away <= Math.max(cited.from, last) && effort.left > 0; away += 1)
    for (const start of new Set([cited.from - 1 - away, cited.from - 1 + away]))
      if (isThere(start)) yield { path: cited.path, from: start + 1, to: start + count };
}

/** Line ends of Windows and Unix count as equal. */
export function linesIn(text: string): string[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
