import { segmentsOf } from '../../vocabulary/text.ts';
import { type Line, linesOf } from './quoted.ts';
import { remember } from './remembered.ts';
import type { Span } from './span.ts';

export interface Passage extends Span {
  readonly isOwn: boolean;
  /** Start of a number or bullet before it; `from` without one. */
  readonly before: number;
  /** The sentence that introduces its list: *None of these is true:* */
  readonly lead: Span | null;
}

interface Piece extends Span {
  readonly isOwn: boolean;
  readonly before: number;
  readonly line: number;
  readonly isItem: boolean;
  /** It may continue a sentence from the line above. */
  readonly mayGoOn: boolean;
}

/**
 * Cuts a reply into passages that cover everything but blanks. A sentence ends by Unicode's rules, and at its line's
 * end unless the next line continues it. When in doubt, a passage is too long, since half a sentence can say the
 * opposite.
 */
export const passagesOf: (reply: string) => readonly Passage[] = remember((reply) => {
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
 * The sentence that introduces this piece. The line directly above a list introduces all its items. A colon introduces
 * the next line, even after an empty line. An indented line belongs to its item.
 */
function leadOf(reply: string, piece: Piece, last: Passage | undefined, lead: Span | null): Span | null {
  if (last?.isOwn && LEADING.includes(reply.charAt(last.to - 1))) return spanOf(last);
  if (!piece.isItem) return lead !== null && isSetIn(reply, piece) ? lead : null;
  const isRightAbove =
    last?.isOwn === true && !reply.slice(last.to, piece.before).trim() && isNextLine(reply, last, piece);
  return lead === null && isRightAbove ? spanOf(last) : lead;
}

/** `true` if there is exactly one line break between them. */
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
    const marker = isOwn ? measureMarker(words.trim()) : 0;
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
/** A line that ends in one of these goes on. */
const LEADING = ':：';
const JOINING = ':：,;、，；،؛–—-(';
/** A line this long was wrapped by a program, not by its author. */
const WRAPPED_CHARACTERS = 60;

/** `true` if case, a comma or the length shows that the line above did not end a sentence. */
function goesOn(reply: string, paragraph: readonly Piece[], piece: Piece): boolean {
  const first = paragraph[0];
  const last = paragraph.at(-1);
  if (first === undefined || last === undefined || !piece.isOwn) return false;
  if (!piece.mayGoOn || piece.line !== last.line + 1) return false;
  const end = reply.charAt(last.to - 1);
  if (JOINING.includes(end) || last.to - last.from >= WRAPPED_CHARACTERS) return true;
  // A lower-case letter proves nothing if the author uses no capitals.
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

/** Length of a list item's number or bullet, with the blank after it; `0` without one. */
function measureMarker(words: string): number {
  let length = 0;
  while (length < MAX_NUMBER && DIGITS.includes(words.charAt(length) || ' ')) length++;
  const isMarked =
    length > 0 ? '.)'.includes(words.charAt(length) || ' ') : BULLETS.includes(words.charAt(0) || ' ');
  return isMarked && words.charAt(length + 1).trim() === '' && words.length > length + 1 ? length + 2 : 0;
}

function sentencesIn(reply: string, paragraph: readonly Piece[], lead: Span | null): Passage[] {
  const first = paragraph[0];
  const last = paragraph.at(-1);
  if (first === undefined || last === undefined) return [];
  return sentenceSpansOf(reply.slice(first.from, last.to)).map((span, index) => {
    const from = first.from + span.from;
    const to = first.from + span.to;
    return { from, to, isOwn: true, before: index === 0 ? first.before : from, lead };
  });
}

/**
 * Sentences of joined lines. A full stop after an abbreviation or number does not end a sentence, nor does a question
 * mark that the author answers: *Jobs are lost? Never.* `endsAtQuestions`: it does.
 */
export function sentenceSpansOf(lines: string, endsAtQuestions = false): Span[] {
  // Unlike in Unicode, a line break does not end a sentence here.
  const text = lines.replaceAll('\n', ' ').replaceAll('\r', ' ');
  const spans: Span[] = [];
  let from = 0;
  for (const { index, segment } of segmentsOf(text, 'sentence')) {
    const to = index + segment.length;
    const isAsked = endsAtQuestions && ENDED_QUESTION.test(segment);
    if (to < text.length && !isAsked && isUncertain(segment, index === from, text.charAt(to))) continue;
    const words = text.slice(from, to);
    const start = from + words.length - words.trimStart().length;
    const end = from + words.trimEnd().length;
    if (start < end) spans.push({ from: start, to: end });
    from = to;
  }
  return spans;
}

const QUESTIONING = '?？؟';
/** Not the question mark in an address. */
const ENDED_QUESTION = /[?؟]\s|？/u;
/** Longest last word that may be a title (*Prof.*) or an ordinal (*am 3. Mai*). */
const TITLE = 4;
const ORDINAL = 2;
/** A short word of consonants only is an abbreviation: *bzw.*, *vs.* */
const CONSONANTS = 'bcdfghjklmnpqrstvwxz';
const LONGEST_SHORT = 6;

export function isQuestion(sentence: string): boolean {
  return QUESTIONING.includes(sentence.at(-1) ?? ' ');
}

/** `segment`: the end of the sentence so far; `isFirst`: nothing precedes it. */
function isUncertain(segment: string, isFirst: boolean, next: string): boolean {
  const end = segment.trimEnd();
  if (isQuestion(end)) return true;
  if (!end.endsWith('.')) return false;
  if (DIGITS.includes(next)) return true;
  const blank = end.lastIndexOf(' ');
  const word = end.slice(blank + 1, -1);
  // A one-word sentence counts: *No. Nobody did.*
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
