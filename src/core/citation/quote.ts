/** Returns `true` if a quotation stands in these lines, word for word. A quotation of several lines has their line ends in it. */
export function hasQuote(lines: readonly string[], quote: string): boolean {
  return lines.join('\n').includes(quote.replaceAll('\r\n', '\n'));
}
