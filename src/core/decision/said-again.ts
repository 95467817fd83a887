import { listSentences } from '../../foundation/cut-text.ts';
import { wordsAndSignsOf } from '../vocabulary/compared.ts';
import type { Decision } from '../vocabulary/submission.ts';
import { partsOf } from './parts.ts';

/** A part of a text that says what was refuted. */
export interface SaidAgain {
  /** `sentence 3`, `risk 1` */
  readonly name: string;
  /** The field that says it. */
  readonly text: string;
  /** The sentence as it was when it was refuted. */
  readonly refuted: string;
}

/** Parts that say one of these sentences, wherever it stands and whatever bears it there. */
export function listSaidAgain(decision: Decision, refuted: readonly string[]): SaidAgain[] {
  if (refuted.length === 0) return [];
  return partsOf(decision).flatMap(({ name, fields }) => {
    const said = Object.values(fields).flatMap((text) => {
      const words = refuted.find((each) => isSaidIn(text, each));
      return words === undefined ? [] : [{ name, text, refuted: words }];
    });
    return said.slice(0, 1);
  });
}

/** `true` if whole sentences of this text say it. */
function isSaidIn(text: string, refuted: string): boolean {
  const { length } = cutAtEnds(refuted);
  const sentences = cutAtEnds(text);
  const read = wordsAndSignsOf(refuted).split(' ');
  return sentences.some((_, at) =>
    isSameSentence(read, wordsAndSignsOf(sentences.slice(at, at + length).join(' ')).split(' ')),
  );
}

function cutAtEnds(text: string): string[] {
  return listSentences(text).map(({ segment }) => segment);
}

/** One word may come to so many: *indeed* leaves a sentence what it was. */
const WORDS_FOR_ONE_MORE = 4;

/** The same words in their order, with a few more that change neither a figure nor the sense. */
function isSameSentence(words: readonly string[], others: readonly string[]): boolean {
  const added = others.length - words.length;
  if (added < 0 || added > words.length / WORDS_FOR_ONE_MORE) return false;
  let at = 0;
  const more = others.filter((word) => {
    const isNext = word === words[at];
    if (isNext) at += 1;
    return !isNext;
  });
  return at === words.length && more.every((word) => IS_WORD.test(word) && !DENIALS.has(word));
}

const IS_WORD = /^[\p{L}\p{M}]+$/u;
/**
 * Who says the opposite adds one of these. Whole words of as many languages as possible, since one
 * that is missing finds a sentence that nobody wrote; `vocabulary/negations.ts` has expressions of
 * seven, since it may have none too many.
 */
const DENIALS: ReadonlySet<string> = new Set(
  [
    'not no never nobody none nothing without cannot hardly',
    'nicht kein keine keinen keiner nie niemals niemand ohne',
    'ne n pas jamais sans aucun aucune non mai senza nessun nessuno',
    'não nunca sem nenhum sin ningún ninguno niet geen nooit zonder',
    'inte aldrig ikke aldri ei ole не ни нет без никогда nie bez nikdy ні değil yok hiç',
  ].flatMap((line) => line.split(' ')),
);
