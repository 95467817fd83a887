/**
 * Whether a quotation stands where it is said to stand, at the pinned commit: the lines exist and
 * contain the words, blanks folded. What could not be read now is not the author's fault.
 */

import type { Blobs } from './blobs.ts';
import { cleanPath, NotRead } from './git.ts';
import { isSecretFile } from './secret-files.ts';

const PLACE = /^(.{1,250}):(\d{1,7})(?:-(\d{1,7}))?$/;

export async function citationAt(
  blobs: Blobs,
  place: string,
  quote: string,
): Promise<'stands' | 'absent' | 'not_looked_up'> {
  const [, given, from, to = from] = PLACE.exec(place) ?? [];
  if (given === undefined) return 'absent';
  const path = cleanPath(given);
  if (isSecretFile(path)) return 'absent';
  try {
    const lines = (await blobs.read(path)).split('\n');
    const [first, last] = [Number(from), Number(to)];
    if (first < 1 || last < first || last > lines.length) return 'absent';
    const cited = folded(lines.slice(first - 1, last).join(' '));
    const words = folded(quote);
    return words !== '' && cited.includes(words) ? 'stands' : 'absent';
  } catch (error) {
    if (error instanceof NotRead) return error.isPassing ? 'not_looked_up' : 'absent';
    throw error;
  }
}

function folded(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
