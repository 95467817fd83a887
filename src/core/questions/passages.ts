import { sentences } from '../vocabulary/text.ts';
import { type Line, linesOf, type Span } from './quoted.ts';
import { remembered } from './remembered.ts';

/** A sentence of a reply's author, or something that they quote. */
export interface Passage extends Span {
  readonly isOwn: boolean;
  /** The place of the number or the sign of a list in front of it; the same as `from` where there is none. */
  readonly before: number;
  /** The sentence that leads to the list in which it stands: *None of these is true:* */
  readonly lead: Span | null;
}

/** The own or the quoted part of a line, without the blanks around it. */
interface Piece extends Span {
  readonly isOwn: boolean;
  readonly before: number;
  readonly line: number;
  readonly isItem: boolean;
  /** It may go on with a sentence of the line above. */
  readonly mayGoOn: boolean;
}

/**
 * Cuts a reply into passages, in their order; together they are everything in it but blanks. A sentence ends where Unicode says so, and
 * with its line unless the next one goes on with it. Where that is not certain, rather too much than half of it: a sentence without
 * its beginning can say the opposite (J10).
 */
export const passagesOf: (reply: string) => readonly Passage[] = remembered((reply) => {
  const passages: Passage[] = [];
  let paragraph: Piece[] = [];
  let lead: Span | null = null;
  const flush = (): void => {
    passages.push(...sentencesIn(reply, paragraph, lead));
    paragraph = [];
  };
  for (const piece of linesOf(reply).flatMap((line, index) => piecesOf(reply, line, index))) {
    if (goesOn(reply, paragraph, piece)) {
      paragraph.push(piece);
      continue;
    }
    flush();
    const last = passages.at(-1);
    if (!piece.isOwn) {
      lead = null;
      const isBelow = last !== undefined && !last.isOwn && isBlank(reply.slice(last.to, piece.before));
      const quoted = isBelow
        ? { from: last.from, before: last.before }
        : { from: piece.from, before: piece.before };
      passages.splice(isBelow ? -1 : passages.length, 1, { ...quoted, to: piece.to, isOwn: false, lead });
      continue;
    }
    lead = leadOf(reply, piece, last, lead);
    paragraph = [piece];
  }
  flush();
  return passages;
});

/**
 * Returns the sentence that leads to this piece. The line right above a list leads to all of it, whatever sign it ends with; a
 * colon leads to what comes next, also below an empty line; a line that is set in goes on with its item.
 */
function leadOf(reply: string, piece: Piece, last: Passage | undefined, lead: Span | null): Span | null {
  if (last?.isOwn && LEADING.includes(reply.charAt(last.to - 1))) return spanOf(last);
  if (!piece.isItem) return lead !== null && isSetIn(reply, piece) ? lead : null;
  const isRightAbove =
    last?.isOwn === true && !reply.slice(last.to, piece.before).trim() && isNextLine(reply, last, piece);
  return lead === null && isRightAbove ? spanOf(last) : lead;
}

/** Returns true if one line break, and no more, is between them. */
function isNextLine(reply: string, { to }: Span, { before }: Piece): boolean {
  const end = reply.indexOf('\n', to);
  const next = end === -1 ? -1 : reply.indexOf('\n', end + 1);
  return end !== -1 && (next === -1 || next >= before);
}

function isSetIn(reply: string, { from }: Span): boolean {
  return BLANKS.includes(reply.charAt(from - 1)) && BLANKS.includes(reply.charAt(from - 2));
}

function piecesOf(reply: string, line: Line, index: number): Piece[] {
  const { from, to, wordsFrom, own, number } = line;
  const piece = (span: Span, isOwn: boolean): Piece[] => {
    const words = reply.slice(span.from, span.to);
    if (words.trim() === '') return [];
    const start = span.from + words.length - words.trimStart().length;
    const marker = isOwn ? markerLength(words.trim()) : 0;
    return [
      {
        from: start + marker,
        to: span.from + words.trimEnd().length,
        isOwn,
        before: span.from === wordsFrom ? from : span.from,
        line: index,
        isItem: marker > 0,
        mayGoOn: marker === 0 && number === null && span.from === from,
      },
    ];
  };
  return [
    ...piece({ from: wordsFrom, to: own.from }, false),
    ...piece(own, true),
    ...piece({ from: own.to, to }, false),
  ];
}

const BLANKS = ' \t';
const TERMINATORS = '.!?…。！？؟।';
/** At its end, a line is not over. */
const [LEADING, JOINING] = [':：', ':：,;、，；،؛–—-('];
/** A line of so many characters was broken by a program and not by its author. */
const WRAPPED_CHARACTERS = 60;

/** A line goes on with the one above where case, a comma or the length says that no sentence ends there. */
function goesOn(reply: string, paragraph: readonly Piece[], piece: Piece): boolean {
  const [first, last] = [paragraph[0], paragraph.at(-1)];
  if (first === undefined || last === undefined || !piece.isOwn) return false;
  if (!piece.mayGoOn || piece.line !== last.line + 1) return false;
  const end = reply.charAt(last.to - 1);
  if (JOINING.includes(end) || last.to - last.from >= WRAPPED_CHARACTERS) return true;
  // Who writes no capitals says nothing by a small letter.
  const isSmall = isLower(reply.charAt(piece.from)) && !isLower(reply.charAt(first.from));
  return isSmall && !TERMINATORS.includes(end);
}

function isLower(letter: string): boolean {
  return letter.toUpperCase() !== letter;
}

function isCapital(letter: string): boolean {
  return letter.toLowerCase() !== letter;
}

const BULLETS = '-*•–+';
const DIGITS = '0123456789';
const MAX_NUMBER = 3;

/** The length of the sign with which an item of a list begins, with the blank behind it; `0` where there is none. */
function markerLength(words: string): number {
  let length = 0;
  while (length < MAX_NUMBER && DIGITS.includes(words.charAt(length) || ' ')) length++;
  const isMarked =
    length > 0 ? '.)'.includes(words.charAt(length) || ' ') : BULLETS.includes(words.charAt(0) || ' ');
  return isMarked && words.charAt(length + 1).trim() === '' && words.length > length + 1 ? length + 2 : 0;
}

function sentencesIn(reply: string, paragraph: readonly Piece[], lead: Span | null): Passage[] {
  const [first, last] = [paragraph[0], paragraph.at(-1)];
  if (first === undefined || last === undefined) return [];
  return sentenceSpans(reply.slice(first.from, last.to)).map((span, index) => {
    const [from, to] = [first.from + span.from, first.from + span.to];
    return { from, to, isOwn: true, before: index === 0 ? first.before : from, lead };
  });
}

/**
 * The sentences of lines that belong together. A stop that may belong to an abbreviation or a number ends none; nor does the mark of a
 * question that its author goes on to answer: *Jobs are lost? Never.*
 */
export function sentenceSpans(lines: string): Span[] {
  // A line break ends a sentence for Unicode; here it does not.
  const text = lines.replaceAll('\n', ' ').replaceAll('\r', ' ');
  const found: Span[] = [];
  let from = 0;
  for (const { index, segment } of sentences.segment(text)) {
    const to = index + segment.length;
    if (to < text.length && isUncertain(segment, index === from, text.charAt(to))) continue;
    const said = text.slice(from, to);
    const start = from + said.length - said.trimStart().length;
    const end = from + said.trimEnd().length;
    if (start < end) found.push({ from: start, to: end });
    from = to;
  }
  return found;
}

const QUESTIONING = '?？؟';
/** Longest last words of a sentence that may be a title (*Prof.*) or an ordinal number (*am 3. Mai*). */
const [TITLE, ORDINAL] = [4, 2];
/** A word of nothing else is short for another: *bzw.*, *vs.* */
const CONSONANTS = 'bcdfghjklmnpqrstvwxz';
const LONGEST_SHORT = 6;

/** `segment`: the end of a sentence so far; `isFirst`: all of it. */
function isUncertain(segment: string, isFirst: boolean, next: string): boolean {
  const end = segment.trimEnd();
  if (QUESTIONING.includes(end.at(-1) ?? ' ')) return true;
  if (!end.endsWith('.')) return false;
  if (DIGITS.includes(next)) return true;
  const blank = end.lastIndexOf(' ');
  const word = end.slice(blank + 1, -1);
  // A sentence of one word is one: *No. Nobody did.*
  if ((isFirst && blank === -1) || word === '') return false;
  if (DIGITS.includes(word.charAt(0))) return word.length <= ORDINAL;
  const isShort = word.length === 1 || (isCapital(word.charAt(0)) && word.length <= TITLE);
  return isShort || word.includes('.') || isConsonants(word);
}

function isConsonants(word: string): boolean {
  if (word.length > LONGEST_SHORT) return false;
  return [...word.toLowerCase()].every((letter) => CONSONANTS.includes(letter));
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}

function spanOf({ from, to }: Span): Span {
  return { from, to };
}
