import { isObject } from '../../foundation/is-object.ts';

/**
 * `false` for a text that PostgreSQL cannot store: one with U+0000 or half a surrogate pair, which only binary content
 * has.
 */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed();
}

/** The path within `value` to a text that cannot be stored, or `null`. */
export function unstorableIn(value: unknown, path = ''): string | null {
  if (typeof value === 'string') return isStorable(value) ? null : path;
  if (!isObject(value)) return null;
  for (const [key, member] of Object.entries(value)) {
    const problem = unstorableIn(member, path === '' ? key : `${path}.${key}`);
    if (problem !== null) return problem;
  }
  return null;
}

/** Replaces characters that cannot be stored with U+FFFD. The length stays the same. */
export function makeStorable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd');
}

/** `a`, `a and b`, `a, b and c` */
export function listWords(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

const segmenters = new Map<string, Intl.Segmenter>();

/** Each segmenter is made when first used, since the first one of a process takes milliseconds. */
export function segmentsOf(text: string, granularity: 'sentence' | 'word' | 'grapheme'): Intl.Segments {
  return segmenters
    .getOrInsertComputed(granularity, () => new Intl.Segmenter('en', { granularity }))
    .segment(text);
}

/** Number of UTF-16 units to read beyond a cut, to find the start of the grapheme there. */
const LOOK_AHEAD = 64;

/**
 * The beginning of a text, at most `maxCharacters` UTF-16 units, with `mark` if it was cut and the mark fits. Never
 * cuts a grapheme. Storable.
 */
export function cutText(text: string, maxCharacters: number, mark = ''): string {
  if (text.length <= maxCharacters) return makeStorable(text);
  if (mark.length > maxCharacters) return cutText(text, maxCharacters);
  const kept = text.slice(0, findGraphemeStart(text, maxCharacters - mark.length));
  return makeStorable(mark === '' ? kept : `${kept.trimEnd()}${mark}`);
}

/** Like `cutText` with `…`, but cuts between words if a word ends in the second half. */
export function cutWords(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const start = text.slice(0, maxCharacters - 1);
  const space = Math.max(start.lastIndexOf(' '), start.lastIndexOf('\n'));
  return space > maxCharacters / 2
    ? `${start.slice(0, space).trimEnd()}…`
    : cutText(text, maxCharacters, '…');
}

const CUT_INSIDE = ' … ';

/** Cuts a text in its middle to at most `maxCharacters`, between words where possible. Storable. */
export function cutInside(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return makeStorable(text);
  const half = (maxCharacters - CUT_INSIDE.length) / 2;
  if (half < 1) return cutText(text, maxCharacters, '…');
  const headEnd = findGraphemeStart(text, Math.ceil(half));
  const tailAt = text.length - Math.floor(half);
  const tailStart = isWithinPair(text, tailAt) ? tailAt + 1 : tailAt;
  const space = text.lastIndexOf(' ', headEnd);
  const head = text.slice(0, space > headEnd / 2 ? space : headEnd).trimEnd();
  const next = text.indexOf(' ', tailStart);
  const isNear = next !== -1 && next - tailStart < half / 2;
  return makeStorable(`${head}${CUT_INSIDE}${text.slice(isNear ? next : tailStart).trimStart()}`);
}

export function byteLengthOf(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}

/** The beginning of a text, at most `maxBytes` of UTF-8, with `mark` if it was cut. */
export function cutBytes(text: string, maxBytes: number, mark: string): string {
  // No character takes more than three bytes per UTF-16 unit.
  if (text.length * 3 <= maxBytes || byteLengthOf(text) <= maxBytes) return text;
  const room = Math.max(0, maxBytes - byteLengthOf(mark));
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(room));
  return `${text.slice(0, read)}${mark}`;
}

export function makeLeftOutMark(count: number, unit: 'bytes' | 'characters'): string {
  return `\n[… ${count.toLocaleString('en-US')} ${unit} left out …]\n`;
}

/** At most `maxCharacters` UTF-16 units: a quarter from the head, then a mark for the cut, the rest from the tail. */
export function cutMiddle(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const room = Math.max(0, maxCharacters - makeLeftOutMark(text.length, 'characters').length);
  const quarter = Math.floor(room / 4);
  const headEnd = isWithinPair(text, quarter) ? quarter - 1 : quarter;
  const rest = text.length - (room - quarter);
  const tailStart = isWithinPair(text, rest) ? rest + 1 : rest;
  return `${text.slice(0, headEnd)}${makeLeftOutMark(tailStart - headEnd, 'characters')}${text.slice(tailStart)}`;
}

/** The last start of a grapheme up to `index`; within the first grapheme, the last start of a character. */
function findGraphemeStart(text: string, index: number): number {
  const around = segmentsOf(text.slice(0, index + LOOK_AHEAD), 'grapheme').containing(index);
  const start = around?.index ?? index;
  if (start > 0) return start;
  return isWithinPair(text, index) ? index - 1 : index;
}

/** `true` if a cut here would halve a surrogate pair. */
function isWithinPair(text: string, index: number): boolean {
  return index > 0 && (text.codePointAt(index - 1) ?? 0) > 0xffff;
}

/** Characters that control a terminal, reverse the reading direction or are invisible. */
const UNSEEN = /[\p{Cc}\p{Cf}]/gu;

/** Escapes invisible characters like JSON, unit by unit. */
export function escapeUnseen(text: string): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return text.replace(UNSEEN, (sign) => sign.split('').map(escaped).join(''));
}

/** The fault in a text that somebody wrote, worded for its author; `null` for none. */
export function findSizeProblem(what: string, text: string, maxCharacters: number): string | null {
  if (text.trim() === '') return `The ${what} is empty. Write some text.`;
  return text.length > maxCharacters ? describeTooLong(what, text, maxCharacters) : null;
}

export function describeTooLong(what: string, { length }: string, maxCharacters: number): string {
  return `The ${what} has ${length} characters; the limit is ${maxCharacters}.`;
}

/** Detects binary content: control characters except tab and line breaks, and halves of characters. */
export function hasControlCharacters(text: string): boolean {
  return (
    !text.isWellFormed() || /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/.test(text)
  );
}

/** `true` if these words stand in a text with no letter or digit beside them; `false` for none. */
export function hasWords(text: string, words: string): boolean {
  for (let at = text.indexOf(words); at !== -1 && words !== ''; at = text.indexOf(words, at + 1)) {
    const [before = '', after = ''] = [text.slice(0, at).at(-1), text.at(at + words.length)];
    if (!IN_WORD.test(before) && !IN_WORD.test(after)) return true;
  }
  return false;
}

const IN_WORD = /[\p{L}\p{N}]/u;

/** Words of a short text as they stand between blanks, in small letters, without signs around them. */
export function plainWordsOf(text: string): string[] {
  const words = text.toLowerCase().replaceAll('’', "'").split(/\s+/);
  return words.flatMap((word) => word.match(/[\p{L}\p{N}](?:.*[\p{L}\p{N}])?/u)?.[0] ?? []);
}
