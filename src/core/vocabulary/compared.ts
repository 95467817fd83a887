const OTHER_SIGNS = /[^\p{L}\p{N}\p{M}]+/u;

/**
 * Returns what two models' texts are compared by: letters and digits, in small ones, with a blank for whatever stands between
 * them. Case, blanks, punctuation, Markdown, width and invisible signs make no difference. Texts without a letter or digit
 * stay as they are.
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
