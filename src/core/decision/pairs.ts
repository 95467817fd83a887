import { listSentences } from '../../foundation/cut-text.ts';
import { fold } from '../questions/quoting/places.ts';
import { lettersOf } from '../vocabulary/compared.ts';
import type { findMentionsFor } from './named-people.ts';
import type { PersonSaid } from './people.ts';

/** What has to be known of a design to find names in its texts. */
interface Naming {
  readonly mentionsIn: ReturnType<typeof findMentionsFor>;
  /**
   * Its language writes every noun with a capital letter, so that a capital letter makes no name.
   */
  readonly hasCapitalNouns: boolean;
}

/**
 * Sentences of people that a reader should compare with the sentence said to reflect them: it lacks
 * one of their figures or has none of their names, or everything that people said is said to stand
 * in that one sentence.
 */
export function listToCompare(said: readonly PersonSaid[], naming: Naming): PersonSaid[] {
  const reflected = said.filter(({ fate, sentence }) => fate === 'reflected' && sentence !== '');
  const named = new Set(reflected.map(({ sentence }) => lettersOf(sentence)));
  const isOne = reflected.length > 1 && named.size === 1;
  return reflected.filter(
    ({ text, sentence }) =>
      isOne || lacksFigure(text, sentence) || lacksNames(text, sentence, naming),
  );
}

function lacksFigure(said: string, sentence: string): boolean {
  const figures = new Set(
    [WITH_BLANKS, FIGURES].flatMap((expression) => listFigures(sentence, expression)),
  );
  return listFigures(said, WITH_BLANKS).some((figure) => !figures.has(figure));
}

/** Digits with separators between them, and the letter for thousands. */
const FIGURES = /[0-9]+(?:[.,:’'][0-9]+)*(?:\s?k(?!\p{L}))?/giu;
/** The same, and figures whose thousands stand apart, which may also be two beside each other. */
const WITH_BLANKS = new RegExp(`[1-9][0-9]{0,2}(?:\\s[0-9]{3})+(?![0-9])|${FIGURES.source}`, 'giu');
const THOUSANDS = /^[1-9][0-9]{0,2}(?:[.,’'\s][0-9]{3})+$/u;
const NUMBER = /^[0-9]+(?:\.[0-9]+)?$/u;

/**
 * Figures by value: `1,000`, `1 000`, `1000` and `1k` are the same. What is no number, like a time
 * or a version, is compared as it is.
 */
function listFigures(text: string, expression: RegExp): string[] {
  return (fold(text).match(expression) ?? []).map((found) => {
    const digits = found.replace(/\s?k$/iu, '');
    const number = THOUSANDS.test(digits)
      ? digits.replaceAll(/[.,’'\s]/gu, '')
      : digits.replace(',', '.');
    if (!NUMBER.test(number)) return digits;
    return String(Number(number) * (digits === found ? 1 : 1000));
  });
}

/** People, and words with a capital letter that begin no sentence. */
function lacksNames(
  said: string,
  sentence: string,
  { mentionsIn, hasCapitalNouns }: Naming,
): boolean {
  const people = mentionsIn(said).flat();
  const words = hasCapitalNouns ? [] : listCapitalWords(said);
  const letters = ` ${lettersOf(fold(sentence))} `;
  const isThere =
    words.some((word) => letters.includes(` ${lettersOf(word)} `)) ||
    mentionsIn(sentence)
      .flat()
      .some((person) => people.includes(person));
  return people.length + words.length > 0 && !isThere;
}

const WORD = /[\p{L}\p{M}\p{N}]+/gu;

function listCapitalWords(text: string): string[] {
  return listSentences(fold(text)).flatMap(({ segment }) =>
    (segment.match(WORD) ?? []).slice(1).filter((word) => /^\p{Lu}\p{L}/u.test(word)),
  );
}
