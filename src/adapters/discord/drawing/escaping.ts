/**
 * Signs that Discord reads as markup, wherever they stand: emphasis, code, spoilers, mentions, channels, timestamps, emoji,
 * headings, quotes, labels of links. A backslash before any sign makes a letter of it. Each is linear (A15).
 */
const MARKUP = /[\\*_~`|<>@#[\]]/g;
/** An address would be a link, and the backslashes within it part of it; a word between colons an emoji. */
const COLON = /:(?=\/\/|\w)/g;
/** A list, at the start of a line only. */
const BULLET = /^(\s{0,20})([-+])/gm;
const NUMBER = /^(\s{0,20}\d{1,9})([.)])/gm;

/** Text as letters and nothing but letters. */
export function escaped(text: string): string {
  return text
    .replaceAll(MARKUP, '\\$&')
    .replaceAll(COLON, '\\:')
    .replaceAll(BULLET, '$1\\$2')
    .replaceAll(NUMBER, '$1\\$2');
}

/** As code, in which no backslash counts: what would end it is kept apart. */
export function fenced(text: string): string {
  return `\`\`\`\n${text.replaceAll('```', '``\u200b`')}\n\`\`\``;
}

export function inlineCode(text: string): string {
  if (!text.includes('`')) return `\`${text}\``;
  const apart = text.replaceAll('``', '`\u200b`');
  return `\`\` ${apart} \`\``;
}
