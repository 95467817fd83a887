/**
 * What models and people wrote, as text and nothing but text. It is shown in rich text, where Slack reads no markup:
 * `<!channel>`, `@here` and `*` are letters there. Left over are characters that nobody sees and that rule over
 * others: controls, marks without width, and those that turn the reading order around. Linear (A15).
 */
const UNSEEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const [ISOLATE, END_OF_ISOLATE] = ['\u2068', '\u2069'];
const ISOLATES = /[\u2068\u2069]/g;

/** Text of several lines. */
export function plainText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll(UNSEEN, '')
    .replaceAll('\t', '  ');
}

/** The same on one line. */
export function oneLine(text: string): string {
  return plainText(text).replaceAll(/\s+/g, ' ').trim();
}

/** Text that runs from right to left keeps its direction to itself; also text that was isolated and then cut. */
export function isolated(text: string): string {
  if (!RIGHT_TO_LEFT.test(text)) return text.replaceAll(ISOLATES, '');
  return `${ISOLATE}${text.replaceAll(ISOLATES, '')}${END_OF_ISOLATE}`;
}

/** For the one place where Slack reads markup: the text of a notification. Escaped once, and calling nobody. */
export function notificationText(text: string): string {
  return escaped(text).replaceAll(/@(?=channel|here|everyone)/gi, '@\u2060');
}

/** Slack escapes these three signs, and nothing else. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
