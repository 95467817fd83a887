import { cutText, segmentsOf } from '#foundation/cut-text.ts';
import { remember } from './remembered.ts';
import type { ShownText } from './shown.ts';
import type { Span } from './span.ts';

/** Finds whole words in a text, compared folded. Spans are in the text's own letters. */
export function placesOf(quote: string, text: string): Span[] {
  return placesIn({ text })(quote);
}

const placesIn: (said: ShownText) => (quote: string) => Span[] = remember(({ text }) => {
  const { said, at } = foldWithPlaces(text);
  let edges: ReadonlySet<number> | null = null;
  return (quote) => {
    const wanted = fold(quote);
    if (wanted === '' || !said.includes(wanted)) return [];
    edges ??= new Set([...segmentsOf(said, 'word')].map(({ index }) => index)).add(said.length);
    const between = edges;
    return [...between].flatMap((index) => {
      const end = index + wanted.length;
      if (!between.has(end) || !said.startsWith(wanted, index)) return [];
      return [{ from: at[index]?.from ?? 0, to: at[end - 1]?.to ?? 0 }];
    });
  };
});

/**
 * One form for what people, keyboards and models write differently: blanks, quotation marks,
 * dashes, ellipses, accents, digits and width. Leaves out invisible signs and Markdown's marks of
 * style. Keeps case.
 */
export function fold(text: string): string {
  return foldWithPlaces(text).said;
}

/** Characters of a text that are compared with what it may begin with. */
const BEGINNING = 60;

/**
 * Matches a text's beginning, folded. `to`: where the match ends, and `restFrom`: where the rest
 * begins, in the text's own letters.
 */
export function matchBeginning(
  text: string,
  expression: RegExp,
): { readonly match: RegExpExecArray; readonly to: number; readonly restFrom: number } | null {
  const beginning = cutText(text, BEGINNING);
  const { said, at } = foldWithPlaces(beginning);
  const match = expression.exec(said);
  if (match === null) return null;
  const { length } = match[0];
  return { match, to: at[length - 1]?.to ?? 0, restFrom: at[length]?.from ?? beginning.length };
}

const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const QUOTATION_MARK = /^["'´ʼ\p{Pi}\p{Pf}‚„′″＂＇「」『』]$/u;
const DASH = /^[\p{Pd}−]$/u;
/**
 * A letter or sign with its accents, a syllable of Korean letters, or a run of marks of style. One
 * mark between letters or digits is no style: `max_age`.
 */
const SIGNS = /((?<![\p{L}\p{N}])[*_~\x60]+|[*_~\x60]+(?![\p{L}\p{N}]))|[ᄀ-ᇿ]+|.[\p{M}ﾞﾟ]*/gsu;

/** The folded text, and the place in the original from which each of its UTF-16 units comes. */
function foldWithPlaces(text: string): { readonly said: string; readonly at: readonly Span[] } {
  const at: Span[] = [];
  let normalized = '';
  for (const match of text.matchAll(SIGNS)) {
    const [written, style] = match;
    const { index: from } = match;
    const sign = style === undefined ? foldSign(written) : '';
    const isRepeated =
      (sign === ' ' && normalized === '') || (' -'.includes(sign) && normalized.endsWith(sign));
    if (isRepeated) continue;
    normalized += sign;
    const place = { from, to: from + written.length };
    for (let unit = 0; unit < sign.length; unit++) at.push(place);
  }
  return { said: normalized.trimEnd(), at };
}

function foldSign(written: string): string {
  const sign = written.replaceAll(INVISIBLE, '');
  if (sign !== '' && sign.trim() === '') return ' ';
  if (QUOTATION_MARK.test(sign)) return "'";
  if (DASH.test(sign)) return '-';
  const normalized = sign.normalize('NFKC');
  return FOREIGN_DIGIT.test(normalized) ? String(valueOfDigit(normalized)) : normalized;
}

const DIGIT = /^\p{Nd}$/u;
const FOREIGN_DIGIT = /^(?![0-9])\p{Nd}$/u;

/** Digits of a script follow each other in Unicode, from zero to nine. */
function valueOfDigit(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let before = 0;
  while (DIGIT.test(String.fromCodePoint(code - before - 1))) before++;
  return before % TEN;
}

const TEN = 10;
