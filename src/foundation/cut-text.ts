/** Replaces characters that cannot be stored with U+FFFD. The length stays the same. */
export function makeStorable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd');
}

const segmenters = new Map<string, Intl.Segmenter>();

/** Each segmenter is made when first used, since the first one of a process takes milliseconds. */
export function segmentsOf(
  text: string,
  granularity: 'sentence' | 'word' | 'grapheme',
): Intl.Segments {
  return segmenters
    .getOrInsertComputed(granularity, () => new Intl.Segmenter('en', { granularity }))
    .segment(text);
}

interface Sentence {
  readonly index: number;
  segment: string;
}

/** Behind a stop, Unicode has such a bracket for the last sign of a sentence. */
const OPENING = '([{（［｛';
/** What may stand between the last sign of a sentence and the blank behind it. */
const EMPHASIS = '*_~';
const CLOSING = `)]}"'”’»${EMPHASIS}`;

/**
 * As Unicode has them, but none ends at a sign of code (`vec![1]`), nor at an exclamation mark
 * where a full stop would end none: `a != b`, *do not (ever!) stop*; nor at a single line break in
 * running text, as in Markdown: *We do not want⏎Redis.* A line break ends a sentence behind a sign
 * that ends one, behind a colon, and around empty lines, headings, items of a list, rows of a table
 * and quotations. Chats are cut by their lines: `questions/quoting/passages.ts`.
 */
export function listSentences(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let before = '';
  let line = '';
  for (const { index, segment } of segmentsOf(text, 'sentence')) {
    const last = sentences.at(-1);
    if (last !== undefined && goesOn(before, segment, line)) last.segment += segment;
    else sentences.push({ index, segment });
    line = before.endsWith('\n') ? segment : line + segment;
    before = segment;
  }
  return sentences;
}

/** `line`: the line that `before` ends, from its beginning. */
function goesOn(before: string, next: string, line: string): boolean {
  if (before.endsWith('\n')) return isBrokenLine(line, next);
  if (OPENING.includes(before.slice(-1))) return true;
  if (before.endsWith('!')) return !EMPHASIS.includes(next.charAt(0));
  return lastSignOf(before) === '!' && beginsSmall(next);
}

/** How a heading, a row of a table, a quotation or code begins. */
const BLOCK = /^\s{0,9}(?:#{1,6}\s|[>|]|```|~~~)/u;
const ITEM = /^\s{0,9}(?:[-*+•·◦▪●‣–]\s|\p{Nd}{1,3}(?:[.)．）]\s|、))/u;

/** `true` if a line breaks off within a sentence that the next line continues. */
function isBrokenLine(line: string, next: string): boolean {
  if (line.trim() === '' || next.trim() === '' || BLOCK.test(line)) return false;
  if (BLOCK.test(next) || ITEM.test(next)) return false;
  return !isEnded(line);
}

const ENDING = /[\p{Sentence_Terminal}…:：]/u;

/** `true` if the last sign of a line ends a sentence there, or is a colon. */
function isEnded(line: string): boolean {
  return ENDING.test(lastSignOf(line));
}

/** The last sign of a text, without what closes brackets, quotations and emphasis behind it. */
function lastSignOf(text: string): string {
  const end = text.trimEnd();
  let at = end.length - 1;
  while (CLOSING.includes(end.charAt(at)) && at > 0) at -= 1;
  return end.charAt(at);
}

/** As behind a full stop: the first letter is a small one. Other scripts have none. */
function beginsSmall(segment: string): boolean {
  for (const sign of segment) {
    if (sign.toUpperCase() !== sign) return true;
    if (sign.toLowerCase() !== sign || sign > '\u007f') return false;
  }
  return false;
}

/**
 * UTF-16 units of the longest letter that is kept whole: a longer one, as of a thousand marks, is
 * cut between its characters.
 */
const LETTER = 64;

/**
 * The nearest places before and behind `index` where a cut halves no letter; both `index` itself if
 * one may be made there.
 */
function placesAround(
  text: string,
  index: number,
): { readonly before: number; readonly behind: number } {
  if (index <= 0 || index >= text.length) return { before: index, behind: index };
  // No letter goes on behind a line break, and all that is given is read.
  const line = text.lastIndexOf('\n', index - 1) + 1;
  const letters = segmentsOf(text.slice(line, index + LETTER), 'grapheme');
  const letter = letters.containing(index - line);
  const start = letter === undefined ? index : line + letter.index;
  const end = start + (letter?.segment.length ?? 0);
  if (start === index) return { before: index, behind: index };
  if (end - start <= LETTER) return { before: start, behind: end };
  const isWithinPair = (text.codePointAt(index - 1) ?? 0) > 0xffff;
  return isWithinPair ? { before: index - 1, behind: index + 1 } : { before: index, behind: index };
}

/** The part of a text between two places, without the letters that would be halved. Storable. */
export function cutPart(text: string, from: number, to = text.length): string {
  return makeStorable(
    text.slice(placesAround(text, Math.max(0, from)).behind, placesAround(text, to).before),
  );
}

/**
 * The beginning of a text, at most `maxCharacters` UTF-16 units, with `mark` if it was cut and the
 * mark fits. Storable.
 */
export function cutText(text: string, maxCharacters: number, mark = ''): string {
  if (text.length <= maxCharacters) return makeStorable(text);
  if (mark.length > maxCharacters) return cutText(text, maxCharacters);
  const kept = cutPart(text, 0, maxCharacters - mark.length);
  return mark === '' ? kept : `${kept.trimEnd()}${mark}`;
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
  const headEnd = placesAround(text, Math.ceil(half)).before;
  const tailStart = placesAround(text, text.length - Math.floor(half)).behind;
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
  return `${cutPart(text, 0, read)}${mark}`;
}

export function makeLeftOutMark(count: number, unit: 'bytes' | 'characters'): string {
  return `\n[… ${count.toLocaleString('en-US')} ${unit} left out …]\n`;
}

/**
 * At most `maxCharacters` UTF-16 units: a quarter from the head, then a mark for the cut, the rest
 * from the tail.
 */
export function cutMiddle(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const room = Math.max(0, maxCharacters - makeLeftOutMark(text.length, 'characters').length);
  const quarter = Math.floor(room / 4);
  const headEnd = placesAround(text, quarter).before;
  const tailStart = placesAround(text, text.length - (room - quarter)).behind;
  return `${text.slice(0, headEnd)}${makeLeftOutMark(tailStart - headEnd, 'characters')}${text.slice(tailStart)}`;
}
