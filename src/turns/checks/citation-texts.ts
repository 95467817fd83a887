import { CITATION_BOUNDS } from '../../core/vocabulary/checked.ts';
import { cutText } from '../../core/vocabulary/text.ts';
import { material, shortened } from '../prompt/material-text.ts';

/** Words for a model about a failed citation: the fault, and the lines that are there instead. */

/** Most characters of each shown line, and of all words on one citation. */
const LINE_CHARACTERS = 200;
const SHOWN_CHARACTERS = 1_500;

export const NO_PLACE =
  'it has a quotation and no place. Give the place as path:12 or path:12-14, from the top of the repository.';
export const NOT_A_PLACE =
  'this is not a place. Write path:12, or path:12-14 for lines, with a path from the top of the repository.';
export const TOO_WIDE = `it spans too many lines: at most ${CITATION_BOUNDS.lines}. Cite those that say it.`;
export const UNDO =
  'Correct the place or the quotation. What was not read there has both left empty. What fails once more is kept, and marked as failed for everybody who reads it.';

export function otherCommit(given: string, pinned: string): string {
  return `it names commit ${given}, and this design reads ${pinned.slice(0, 12)}. Cite what stands there, without a commit.`;
}

export function nothingThere(reason: string): string {
  return `nothing can be cited there. ${material('the repository', shortened(reason, SHOWN_CHARACTERS))}`;
}

export function noQuote(from: number, lines: readonly string[]): string {
  return `it quotes nothing. Quote a few words of these lines, exactly as they stand:\n${shown(from, lines)}`;
}

export function notQuoted(from: number, lines: readonly string[]): string {
  return `the quotation does not stand there, sign for sign. These lines say:\n${shown(from, lines)}`;
}

export function saysTooLittle(from: number, lines: readonly string[]): string {
  const { quoteWords, quoteLetters } = CITATION_BOUNDS;
  return `the quotation stands there and says too little: quote at least ${quoteWords} words, or ${quoteLetters} letters and digits, of what says it, with a line beside it if one is too short. These lines say:\n${shown(from, lines)}`;
}

export function standsAllOver(places: number, from: number, lines: readonly string[]): string {
  return `the quotation stands in ${places} places of this file, and ${CITATION_BOUNDS.quotePlaces} are the most: quote more of these lines, words that only they have:\n${shown(from, lines)}`;
}

function shown(from: number, lines: readonly string[]): string {
  const numbered = lines.map((line, index) => `${from + index}: ${cutText(line, LINE_CHARACTERS, ' …')}`);
  return material('the repository', shortened(numbered.join('\n'), SHOWN_CHARACTERS));
}
