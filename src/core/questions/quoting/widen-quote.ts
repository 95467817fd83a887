import { cutInside } from '#foundation/cut-text.ts';
import { BOUNDS } from '../../vocabulary/bounds.ts';
import { passagesOf } from './passages.ts';
import { placesOf } from './places.ts';
import type { ShownText } from './shown.ts';
import { listTouched, type Span } from './span.ts';

export interface PlacedQuote {
  readonly quote: string;
  readonly spans: Span[];
}

const LEFT_OUT = ' … ';

/**
 * Widens a quote to its whole sentences, and adds the line that introduces its list, so that
 * cutting cannot reverse the meaning. `null` if none of the words are the author's own. `cut`: into
 * what counts as sentences.
 */
export function widen(quote: string, said: ShownText, cut = passagesOf): PlacedQuote | null {
  const { text } = said;
  const passages = cut(said);
  for (const place of placesOf(quote, text)) {
    const touched = listTouched(passages, place);
    const first = touched[0];
    const last = touched.at(-1);
    const own = touched.find(({ kind }) => kind !== 'quotation');
    if (first === undefined || last === undefined || own === undefined) continue;
    const main = { from: first.from, to: last.to };
    const { lead } = own;
    if (lead === null || lead.from >= main.from) return quoteSpans(text, [main]);
    const isBetween =
      text.slice(lead.to, passages.find(({ from }) => from === main.from)?.before).trim() !== '';
    return quoteSpans(text, isBetween ? [lead, main] : [{ from: lead.from, to: main.to }]);
  }
  return null;
}

function quoteSpans(text: string, spans: Span[]): PlacedQuote {
  const words = spans.map(({ from, to }) => text.slice(from, to)).join(LEFT_OUT);
  return { quote: cutInside(words, BOUNDS.quoteCharacters), spans };
}
