const OTHER_SIGNS = /[^\p{L}\p{N}\p{M}]+/u;

/**
 * Normal form for comparing two models' texts: lower-case letters and digits, one space between
 * words. A text without letters and digits stays as it is.
 */
export function lettersOf(text: string): string {
  const words = text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .toLowerCase()
    .split(OTHER_SIGNS)
    .filter((word) => word !== '');
  return words.length === 0 ? text.trim() : words.join(' ');
}

const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;
/** Stands at the beginning of a number; between words and in a range it is a dash. */
const MINUS = /(?<![\p{L}\p{N}\p{M}])[-‐–](?=\p{N})/gu;
const WORD = String.raw`[\p{L}\p{N}\p{M}]+(?:(?<=\p{N})[.,](?=\p{N})[\p{L}\p{N}\p{M}]+)*`;
const SAYING_SIGN = String.raw`[\p{Sc}\p{Sm}\p{So}\p{Extended_Pictographic}%‰٪?؟՞፧]`;
const SAID = new RegExp(`${WORD}|${SAYING_SIGN}`, 'gu');

/**
 * Like `lettersOf`, with the signs that say something: currency, comparison, minus, percent,
 * question mark, emoji, and what stands inside a number. Blanks, quotation marks and dashes between
 * words do not.
 */
export function wordsAndSignsOf(text: string): string {
  const written = text
    .normalize('NFKC')
    .replaceAll(UNSEEN, '')
    .replaceAll(MINUS, ' − ')
    .toLowerCase();
  return written.match(SAID)?.join(' ') ?? text.trim();
}
