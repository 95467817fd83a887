import type { Span } from './quoted.ts';
import { remembered } from './remembered.ts';

const words = new Intl.Segmenter('en', { granularity: 'word' });

/** The places of whole words in a text, however lines and blanks are set. */
export function placesOf(quote: string, text: string): Span[] {
  return placesIn(text)(quote);
}

/** The same for many quotes from one text, which is looked through once. */
export const placesIn: (text: string) => (quote: string) => Span[] = remembered((text) => {
  const { said, at } = withPlaces(text);
  let edges: ReadonlySet<number> | null = null;
  return (quote) => {
    const wanted = withSingleBlanks(quote);
    if (wanted === '' || !said.includes(wanted)) return [];
    edges ??= new Set([...words.segment(said)].map(({ index }) => index)).add(said.length);
    const between = edges;
    return [...between].flatMap((index) => {
      const end = index + wanted.length;
      if (!between.has(end) || !said.startsWith(wanted, index)) return [];
      return [{ from: at[index] ?? 0, to: (at[end - 1] ?? 0) + 1 }];
    });
  };
});

/** A text with single blanks, and the place that each of its characters has in what was written. */
function withPlaces(text: string): { readonly said: string; readonly at: readonly number[] } {
  const at: number[] = [];
  let said = '';
  for (let index = 0; index < text.length; index++) {
    const isBlank = text.charAt(index).trim() === '';
    if (isBlank && (said === '' || said.endsWith(' '))) continue;
    said += isBlank ? ' ' : text.charAt(index);
    at.push(index);
  }
  return { said: said.trimEnd(), at };
}

/** Blanks make no difference where words are looked up. */
export function withSingleBlanks(text: string): string {
  return withPlaces(text).said;
}
