const OTHER_SIGNS = /[^\p{L}\p{N}\p{M}]+/u;

/**
 * Normal form for comparing two models' texts: lower-case letters and digits, one space between words. A text without
 * letters and digits stays as it is.
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
