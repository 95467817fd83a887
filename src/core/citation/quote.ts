import { CITATION_BOUNDS } from '../vocabulary/checked.ts';

/** Returns `true` if a quotation stands in these lines, word for word. A quotation of several lines has their line ends in it. */
export function hasQuote(lines: readonly string[], quote: string): boolean {
  return placesOf(lines.join('\n'), quote) > 0;
}

/** Counts the places of a text in which a quotation stands, word for word. */
export function placesOf(text: string, quote: string): number {
  return text.split(withoutCarriageReturns(quote)).length - 1;
}

/**
 * Returns `true` for a quotation that can be told from others: a brace, a letter or a keyword stands almost everywhere. Words are
 * cut by the rules of Unicode, which know scripts without blanks; of anything else letters and digits count.
 */
export function saysSomething(quote: string): boolean {
  const words = [...WORDS.segment(quote)].filter(({ isWordLike }) => isWordLike);
  const letters = [...quote].filter((character) => LETTER.test(character));
  return words.length >= CITATION_BOUNDS.quoteWords || letters.length >= CITATION_BOUNDS.quoteLetters;
}

const WORDS = new Intl.Segmenter('en', { granularity: 'word' });
const LETTER = /[\p{L}\p{N}]/u;

function withoutCarriageReturns(quote: string): string {
  return quote.replaceAll('\r\n', '\n');
}
