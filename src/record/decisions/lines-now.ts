import type { Lines } from '../../core/proposals/place.ts';
import { sha256 } from '../manifest.ts';

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
export function placeOfLines(cited: Hashed, text: string | null): LinesNow {
  if (text === null) return { is: 'gone' };
  if (text.startsWith(LFS_POINTER)) return { is: 'unknown', why: 'the file is kept in Git LFS' };
  if (cited.sha256 === undefined) return { is: 'unknown', why: 'the record has no hash of these lines' };
  const [place] = placesOfLines(cited, text);
  if (place === undefined) return { is: 'gone' };
  return place.from === cited.from ? { is: 'same' } : { is: 'moved', to: place };
}

/** Where equal lines stand, the nearest to the cited place first. */
function placesOfLines(cited: Hashed, text: string): Lines[] {
  const lines = linesIn(text);
  const wanted = cited.to - cited.from + 1;
  const isThere = (start: number) => sha256(lines.slice(start, start + wanted).join('\n')) === cited.sha256;
  const starts = Array.from({ length: Math.max(0, lines.length - wanted + 1) }, (_, start) => start);
  return starts
    .filter(isThere)
    .map((start) => ({ path: cited.path, from: start + 1, to: start + wanted }))
    .toSorted((one, other) => Math.abs(one.from - cited.from) - Math.abs(other.from - cited.from));
}

/** Line ends of Windows and Unix count as equal. */
export function linesIn(text: string): string[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
