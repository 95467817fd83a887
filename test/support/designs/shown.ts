import { joinShown, type ShownText, showAs } from '#core/questions/quoting/shown.ts';

/** A text of words, and of parts that a platform showed as something else. */
export function saying(...parts: readonly (string | ShownText)[]): ShownText {
  return joinShown(parts.map((part) => (typeof part === 'string' ? { text: part } : part)));
}

export const code = (text: string): ShownText => showAs('code', text);
export const quotation = (text: string): ShownText => showAs('quotation', text);

/** Its parts in brackets, to compare: `See «code:…»`. */
export function drawShown({ text, shown = [] }: ShownText): string {
  let from = 0;
  const drawn = shown.map((part) => {
    const before = text.slice(from, part.from);
    from = part.to;
    return `${before}«${part.kind}:${text.slice(part.from, part.to)}»`;
  });
  return `${drawn.join('')}${text.slice(from)}`;
}
