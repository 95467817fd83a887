import { cutInside } from '#foundation/cut-text.ts';
import { BOUNDS } from '../../vocabulary/bounds.ts';
import { type Passage, passagesOf } from './passages.ts';
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
    const lead = own.lead !== null && own.lead.from < first.from ? own.lead : null;
    const passage = { ...first, to: last.to, lead };
    const quote = cutInside(introduce(text, passage), BOUNDS.quoteCharacters);
    return { quote, spans: spansOf(text, passage) };
  }
  return null;
}

/** Words with those that introduce them, of which at most so many characters are kept. */
export function introduce(text: string, passage: Passage, maxCharacters = text.length): string {
  const { from, to, lead } = passage;
  const own = text.slice(from, to);
  if (lead === null) return own;
  const between = isApart(text, passage, lead) ? LEFT_OUT : text.slice(lead.to, from);
  return `${cutInside(text.slice(lead.from, lead.to), maxCharacters)}${between}${own}`;
}

function spansOf(text: string, passage: Passage): Span[] {
  const { from, to, lead } = passage;
  if (lead === null) return [{ from, to }];
  return isApart(text, passage, lead) ? [lead, { from, to }] : [{ from: lead.from, to }];
}

function isApart(text: string, { before }: Passage, lead: Span): boolean {
  return text.slice(lead.to, before).trim() !== '';
}
