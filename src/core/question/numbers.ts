import type { QuestionId } from '../vocabulary/ids.ts';

/** Numbers of questions, as people write them in front of their answers. */

/**
 * `Q3: …`, `q3. …`, `Q3) …`, `Q3 -> …`, `- **Q3** …` at the start of a line, and `Q3 …` or `Q3-4: …`, of which it is not
 * certain what they answer; linear, anchored, and the text is bounded first (A15).
 */
const NUMBERED =
  /^[ \t*_•◦▪‣-]*q(\d{1,6})(?![\p{L}\p{N}])[*_]{0,2}((?![ \t]{0,3}[–—-][ \t]{0,3}[*_]{0,2}q?\d{1,6}[*_]{0,2}[ \t]{0,3}[:：)])[ \t]{0,3}(?:[:：.)]|[=–—-]{1,3}>?)[*_]{0,2}[ \t]{0,8})?(.*)$/iu;
/** The first character that cannot stand in front of a number that begins a line. */
const LEAD_END = /[^ \t*_•◦▪‣-]/;
/** A blank in front of `Q3:` within a line; not within `Q2, Q3:` or `Q2 - Q3:`, which is matched like other words. */
const WITHIN =
  /(?<!q\d{1,6}[*_ \t,&+/–—-]{0,6}(?:and|or|to)?)[ \t](?=[*_]{0,2}q(\d{1,6})[*_]{0,2}[ \t]{0,3}[:：])/gi;
/** A number anywhere. */
const NAME = /(?<![\p{L}\p{N}])q(\d{1,6})(?![\p{L}\p{N}])/giu;

/** The number that a line begins with, the words behind it, and whether a sign between them says that they answer it. */
export function numberedLine(
  line: string,
): { readonly id: QuestionId; readonly words: string; readonly isPin: boolean } | null {
  const [, number, sign, words = ''] = NUMBERED.exec(line) ?? [];
  return number === undefined ? null : { id: `Q${Number(number)}`, words, isPin: sign !== undefined };
}

/** What ends something that is said, in front of a number. */
const ENDS = /[\p{Po}\p{Pe}\p{Pf}]$/u;

/**
 * A line in pieces: `Q3:` begins the next answer where that question is one of `asked`, and stands behind an answer under a number or
 * where a sentence or a part of one ends. In running words it can be a quarter of a year.
 */
export function atNumbers(line: string, asked: readonly string[]): string[] {
  const pieces: string[] = [];
  const start = line.search(LEAD_END);
  const isNumbered = numberedLine(line)?.isPin === true;
  let from = 0;
  for (const { index, 1: number } of line.matchAll(WITHIN)) {
    if (index < start || !asked.includes(`Q${Number(number)}`)) continue;
    if (!isNumbered && !ENDS.test(line.slice(Math.max(0, index - 2), index))) continue;
    pieces.push(line.slice(from, index));
    from = index + 1;
  }
  return [...pieces, line.slice(from)];
}

/** Whether a line names one of these questions. */
export function namesOneOf(line: string, ids: readonly string[]): boolean {
  return [...line.matchAll(NAME)].some(([, number]) => ids.includes(`Q${Number(number)}`));
}
