/** `nearly`: but for upper and lower case, spaces and line ends, or the kind of quotation marks. */
type QuoteFound = 'verbatim' | 'nearly' | 'absent';

/** Whether a quotation stands in these lines. One that goes over several lines has their line ends in it. */
export function findQuote(lines: readonly string[], quote: string): QuoteFound {
  const text = lines.join('\n');
  if (text.includes(quote.replaceAll('\r\n', '\n'))) return 'verbatim';
  return folded(text).includes(folded(quote)) ? 'nearly' : 'absent';
}

function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/["'`´‘’‚‛“”„‟«»‹›]/g, "'")
    .replaceAll(/\s+/g, ' ')
    .trim();
}
