import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import { UNKNOWN_NAME } from '../../core/vocabulary/claimed-name.ts';
import { cutText, cutWords } from '../../foundation/cut-text.ts';

/**
 * Makes plain text of untrusted text: removes invisible characters that affect others, such as
 * controls, marks without width, and marks that reverse the reading direction. Each platform's
 * adapter escapes its own markup. Takes linear time.
 */
const UNSEEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffe\uffff]/g;
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const ISOLATE = '\u2068';
const END_OF_ISOLATE = '\u2069';
const ISOLATES = /[\u2068\u2069]/g;

export function convertToPlainText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll(UNSEEN, '')
    .replaceAll('\t', '  ');
}

/**
 * Controls, signs without width and marks that reverse the reading direction; newlines and tabs
 * stay.
 */
const UNPRINTABLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

/** Replaces each unprintable character by `\ufffd`, so that files show something was there. */
export function makePrintable(text: string): string {
  return text.toWellFormed().replaceAll(/\r\n?/g, '\n').replaceAll(UNPRINTABLE, '\ufffd');
}

export function makePrintableLine(text: string): string {
  return makePrintable(text).replaceAll(/\s+/g, ' ').trim();
}

/** Removes the marks that isolate its direction. */
export function unisolate(text: string): string {
  return text.replaceAll(ISOLATES, '');
}

export function foldToOneLine(text: string): string {
  return convertToPlainText(text).replaceAll(/\s+/g, ' ').trim();
}

export function cutLine(text: string, maxChars: number): string {
  return cutWords(foldToOneLine(text), maxChars);
}

/** Isolates the direction of right-to-left text, also if it was isolated and then cut. */
export function isolate(text: string): string {
  if (!RIGHT_TO_LEFT.test(text)) return unisolate(text);
  return `${ISOLATE}${unisolate(text)}${END_OF_ISOLATE}`;
}

/**
 * The first readable name, as it is recorded. Cut before it is isolated, so that a reversed reading
 * direction always ends within the name.
 */
export function makeReadableName(names: readonly (string | null | undefined)[]): string {
  const readable = names.map((name) =>
    isolate(cutText(foldToOneLine(name ?? ''), BOUNDS.personCharacters - 2).trim()),
  );
  return readable.find((name) => name !== '') ?? UNKNOWN_NAME;
}

export function lowerFirst(words: string): string {
  return words.slice(0, 1).toLowerCase() + words.slice(1);
}

export function capitalize(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/**
 * Adds a full stop, unless the words end with a sign that ends a sentence, perhaps in a quotation.
 */
export function endSentence(words: string): string {
  return /[.!?…][”"’')*_]*$/.test(words) ? words : `${words}.`;
}

/**
 * Mentions of people and groups, except within mail addresses; forges and platforms read them in
 * rendered text.
 */
const MENTION = /(?<!\w)(?:@|&#0{0,5}64;|&#x0{0,5}40;|&commat;)(?=\w)/gi;
/** Words by which a forge closes the issue named after them. */
const CLOSING =
  /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)(?=:?[\s*_~]{1,9}(?:https?:|gh-\d|[\w./-]{0,140}#\d))/gi;
/** Invisible; breaks up what would be read as a mention. */
export const JOINER = '\u2060';

/** Prevents mentions and closing of issues. */
export function removeCalls(text: string): string {
  return text.replaceAll(MENTION, `@${JOINER}`).replaceAll(CLOSING, `$&${JOINER}`);
}
