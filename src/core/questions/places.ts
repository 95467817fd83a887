import type { Span } from './quoted.ts';
import { remembered } from './remembered.ts';

const words = new Intl.Segmenter('en', { granularity: 'word' });

/** Finds whole words in a text, regardless of blanks and line breaks. */
export function placesOf(quote: string, text: string): Span[] {
  return placesIn(text)(quote);
}

/** Like `placesOf` for many quotes, with one pass over the text. */
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

/** The text with single blanks, and each character's place in the original. */
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

export function withSingleBlanks(text: string): string {
  return withPlaces(text).said;
}
