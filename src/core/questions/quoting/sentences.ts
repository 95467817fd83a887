import { listSentences } from '#foundation/cut-text.ts';
import type { Span } from './span.ts';

/**
 * Sentences of joined lines. A full stop after an abbreviation or number does not end a sentence,
 * nor does a question mark that the author answers: *Jobs are lost? Never.* `endsAtQuestions`: it
 * does.
 */
export function sentenceSpansOf(lines: string, endsAtQuestions = false): Span[] {
  // Unlike in Unicode, a line break does not end a sentence here.
  const text = lines.replaceAll('\n', ' ').replaceAll('\r', ' ');
  const spans: Span[] = [];
  let from = 0;
  for (const { index, segment } of listSentences(text)) {
    const to = index + segment.length;
    const isAsked = endsAtQuestions && ENDED_QUESTION.test(segment);
    if (to < text.length && !isAsked && isUncertain(segment, index === from, text.charAt(to)))
      continue;
    const words = text.slice(from, to);
    const start = from + words.length - words.trimStart().length;
    const end = from + words.trimEnd().length;
    if (start < end) spans.push({ from: start, to: end });
    from = to;
  }
  return spans;
}

const PICTURES = String.raw`[\p{Extended_Pictographic}\p{Emoji_Modifier}\u200d\ufe0f]`;
/** A run of emoji, one by its name, or a smiley. */
const EMOJI = String.raw`(?:(?<!${PICTURES})(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f)${PICTURES}*|(?<=\s)(?::[\w+-]{1,60}:|[:;]['-]?[()DP]))`;
const BEGINNING = String.raw`\s+[\p{Ps}\p{Pi}"']?\p{Lu}`;
const STOP = '[.!?…。！？]';
/**
 * Signs that end a sentence without a full stop: an emoji or a bracket before a capital, an emoji
 * at its line's end or behind a full stop; and a full stop before a remark in brackets that ends
 * it.
 */
const LOOSE_END = new RegExp(
  [
    String.raw`${EMOJI}(?=[^\S\n]*\n|${BEGINNING})`,
    String.raw`\p{Pe}(?=${BEGINNING})`,
    String.raw`(?<=${STOP}[^\S\n]{0,2})${EMOJI}(?=\s)`,
    String.raw`${STOP}(?=\s+\p{Ps}[^\p{Ps}\p{Pe}]{1,200}\p{Pe}$)`,
  ].join('|'),
  'gu',
);
/** One word more is no sentence. */
const TWO_WORDS = /\s+\S+\s+\S/y;

/**
 * Places where a sentence ends for those who write few full stops. Not sure: words behind one are
 * never taken without those before it, which can turn them round.
 */
export function findLooseEnds(sentence: string): number[] {
  return [...sentence.matchAll(LOOSE_END)].flatMap(({ index, 0: sign }) => {
    const end = index + sign.length;
    TWO_WORDS.lastIndex = end;
    return TWO_WORDS.test(sentence) ? [end] : [];
  });
}

const DIGITS = '0123456789';
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

function isCapital(letter: string): boolean {
  return letter.toLowerCase() !== letter;
}

/** A longer sentence without an end is cut at commas and line ends. */
const LONGEST = 600;
/** As much as fits, up to a comma, semicolon or line end; else up to a blank. */
const PARTS = new RegExp(
  String.raw`[^]{1,${LONGEST}}$|[^]{0,${LONGEST - 1}}(?:[,;](?=\s)|[，、；،؛\n])|[^]{0,${LONGEST - 1}}\s|[^]+`,
  'gu',
);

/** Parts of a range that is too long for one sentence. */
export function splitParts(reply: string, from: number, to: number): Span[] {
  if (to - from <= LONGEST) return [{ from, to }];
  return [...reply.slice(from, to).matchAll(PARTS)].map(({ index, 0: part }) => {
    const start = from + index + part.length - part.trimStart().length;
    return { from: start, to: from + index + part.trimEnd().length };
  });
}
