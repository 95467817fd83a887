import { segmentsOf } from '../../vocabulary/text.ts';
import { remember } from './remembered.ts';
import type { Span } from './span.ts';

/** Finds whole words in a text, compared folded. Spans are in the text's own letters. */
export function placesOf(quote: string, text: string): Span[] {
  return placesIn(text)(quote);
}

const placesIn: (text: string) => (quote: string) => Span[] = remember((text) => {
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
 * One form for what people, keyboards and models write differently: blanks, quotation marks, dashes, ellipses, accents
 * and width. Leaves out invisible signs and Markdown's marks of style. Keeps case.
 */
export function fold(text: string): string {
  return foldWithPlaces(text).said;
}

/** Characters of a text that are compared with what it may begin with. */
const BEGINNING = 60;

/** Matches a text's beginning, folded. `restFrom`: where the rest begins, in the text's own letters. */
export function beginningOf(
  text: string,
  expression: RegExp,
): { readonly match: RegExpExecArray; readonly restFrom: number } | null {
  const beginning = text.slice(0, BEGINNING);
  const { said, at } = foldWithPlaces(beginning);
  const match = expression.exec(said);
  return match && { match, restFrom: at[match[0].length]?.from ?? beginning.length };
}

const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const QUOTATION_MARK = /^["'´ʼ\p{Pi}\p{Pf}‚„′″＂＇「」『』]$/u;
const DASH = /^[\p{Pd}−]$/u;
/**
 * A letter or sign with its accents, a syllable of Korean letters, or a run of marks of style. One mark between letters
 * or digits is no style: `max_age`.
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
  return DASH.test(sign) ? '-' : sign.normalize('NFKC');
}
