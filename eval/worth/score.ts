import type { CheckedCitation } from '../../src/core/vocabulary/checked.ts';
import type { Decision } from '../../src/core/vocabulary/submission.ts';
import type { Question } from './question.ts';
import type { AnswerRow } from './records.ts';
import type { Place } from './repository.ts';

/** The answer of one arm, whatever made it. */
export interface Answer {
  /** `null`: there was none. */
  readonly decision: Decision | null;
  /**
   * What code found where its adopted claims or its grounds cite: those on which the decision rests
   * first.
   */
  readonly citations: readonly (Pick<CheckedCitation, 'status' | 'path'> & {
    readonly quote: string;
  })[];
  /** Nothing was named that could make the reader wrong. */
  readonly isReady: boolean;
}

/** Citations that count, of every arm alike: whoever cites everything has found nothing. */
const MAX_CITATIONS = 12;

/**
 * Scores an answer by its key: the option that it chooses, and the deciding lines that it quotes.
 */
export function scoreOf(
  question: Question,
  places: readonly Place[],
  answer: Answer,
): AnswerRow['score'] {
  const { right, trap } = question.key;
  const letter = lettered(answer.decision?.sentence) ?? '';
  const cited = answer.citations
    .filter(({ status }) => status === 'checked')
    .slice(0, MAX_CITATIONS);
  const found = places.filter(({ path, text }) =>
    cited.some((each) => each.path === path && holdsHalf(each.quote, text)),
  );
  return {
    letter,
    isRight: letter === right,
    avoidsTrap: trap.length === 0 ? null : letter !== '' && !trap.includes(letter),
    facts: places.length === 0 ? 1 : found.length / places.length,
  };
}

/**
 * Tells whether a quotation has a run of at least half of a line's words. What surrounds the line
 * does not tell it.
 */
function holdsHalf(quote: string, line: string): boolean {
  const [quoted, words] = [` ${wordsOf(quote).join(' ')} `, wordsOf(line)];
  const half = Math.ceil(words.length / 2);
  return words.some(
    (_, at) =>
      at + half <= words.length && quoted.includes(` ${words.slice(at, at + half).join(' ')} `),
  );
}

const wordsOf = (text: string) =>
  text.match(/[\p{L}\p{N}][\p{L}\p{N}’',.-]*/gu)?.map((word) => word.replace(/[’',.-]+$/, '')) ??
  [];

/** `A: …`, `A. …`, `(A) …`, `A – …`, `**A**: …`, `Option A …`. */
const LETTER =
  /^[\s*_`"“]*(?:[Oo]ption\s+[*_`(]*([A-D])\b|[*_`(]*([A-D])[*_`]*(?:\)|\s*[:.]|\s+[–—-]\s))/;

/** The letter that a sentence begins with. */
function lettered(text = ''): string | undefined {
  const [, named, alone] = LETTER.exec(text) ?? [];
  return named ?? alone;
}
